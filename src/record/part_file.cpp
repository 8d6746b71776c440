#include "record/part_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>
#include <utility>

#include "base/atomic_file.h"
#include "record/containers.h"
#include "record/libav_handles.h"

namespace birddream::record {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view part_ending = ".birddream.part";

/// Whether the file that is open still is the one of that name.
bool is_at(int descriptor, const fs::path& name) {
  struct stat open_one {
  }, named{};
  return fstat(descriptor, &open_one) == 0 && stat(name.c_str(), &named) == 0 &&
         open_one.st_dev == named.st_dev && open_one.st_ino == named.st_ino;
}

bool plays(const fs::path& file) {
  quieten_libav();
  AVFormatContext* format = nullptr;
  if (avformat_open_input(&format, ("file:" + file.string()).c_str(), nullptr, nullptr) < 0) return false;
  const Owned<AVPacket> packet(av_packet_alloc());
  const bool some = packet && av_read_frame(format, packet.get()) >= 0;
  avformat_close_input(&format);
  return some;
}

bool is_part(const fs::path& file) {
  return file.stem().string().ends_with(part_ending) && find_container(file) != nullptr;
}

/// "dream.birddream.part.mp4" -> "dream-cut-short.mp4", or with a number where that is taken.
fs::path own_name(const fs::path& part) {
  std::string name = part.stem().string();
  name.resize(name.size() - part_ending.size());
  name += "-cut-short";
  std::error_code ignored;
  for (int number = 1;; ++number) {
    fs::path own = part;
    own.replace_filename(name + (number > 1 ? "-" + std::to_string(number) : "") + part.extension().string());
    if (!fs::exists(own, ignored)) return own;
  }
}

}  // namespace

fs::path part_name(const fs::path& file) {
  fs::path part = file;
  part.replace_filename(file.stem().string() + std::string(part_ending) + file.extension().string());
  return part;
}

PartLock::PartLock(const fs::path& part) : part_(open(part.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (held() && flock(part_.get(), LOCK_EX | LOCK_NB) != 0) part_ = Descriptor();
}

Result<PartLock> PartLock::create(const fs::path& part, const fs::path& file) {
  // A program that begins holds each part for a moment while it looks whether it was left (rescue_parts).
  constexpr std::chrono::milliseconds pause{25};
  for (int tries = 20; tries > 0; --tries) {
    PartLock lock;
    lock.part_ = Descriptor(open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (!lock.held()) return file_error(file, "to write", errno);
    if (flock(lock.part_.get(), LOCK_EX | LOCK_NB) == 0) {
      if (is_at(lock.part_.get(), part)) return lock;
    } else if (errno == EWOULDBLOCK) {
      std::this_thread::sleep_for(pause);
    } else {
      return PartLock();
    }
  }
  return Error{file.string() + ": is being recorded already. Choose another name, or wait for its end."};
}

fs::path keep_part(const fs::path& part) {
  std::error_code failed;
  if (fs::file_size(part, failed) == 0 || failed) {
    fs::remove(part, failed);
    return {};
  }
  fs::path own = own_name(part);
  fs::rename(part, own, failed);
  return failed ? part : own;
}

std::vector<fs::path> rescue_parts(const fs::path& folder) {
  std::vector<fs::path> parts, rescued;
  std::error_code ignored;
  for (fs::directory_iterator at(folder, ignored), end; at != end; at.increment(ignored)) {
    if (at->is_regular_file(ignored) && is_part(at->path())) parts.push_back(at->path());
  }
  std::ranges::sort(parts);
  for (const fs::path& part : parts) {
    const PartLock lock(part);
    if (!lock.held()) continue;
    // What does not play may be somebody else's, or of use to somebody.
    if (fs::file_size(part, ignored) > 0 && !plays(part)) continue;
    fs::path own = keep_part(part);
    if (!own.empty() && own != part) rescued.push_back(std::move(own));
  }
  return rescued;
}

}  // namespace birddream::record
