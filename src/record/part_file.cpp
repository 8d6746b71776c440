#include "record/part_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "record/containers.h"
#include "record/libav_handles.h"

namespace birddream::record {
namespace {

namespace fs = std::filesystem;

constexpr const char* part_ending = ".part";

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
  return file.stem().extension() == part_ending && find_container(file) != nullptr;
}

/// "dream.part.mp4" -> "dream-cut-short.mp4", or with a number where that is taken.
fs::path own_name(const fs::path& part) {
  const std::string name = part.stem().stem().string() + "-cut-short";
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
  part.replace_filename(file.stem().string() + part_ending + file.extension().string());
  return part;
}

PartLock::PartLock(const fs::path& part) : descriptor_(open(part.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0 || flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  close(descriptor_);
  descriptor_ = -1;
}

PartLock::~PartLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

PartLock::PartLock(PartLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

PartLock& PartLock::operator=(PartLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
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
    if (!plays(part)) {
      // Empty ones go. Whatever else is in the folder may be somebody else's.
      if (fs::file_size(part, ignored) == 0) fs::remove(part, ignored);
      continue;
    }
    fs::path own = own_name(part);
    std::error_code failed;
    fs::rename(part, own, failed);
    if (!failed) rescued.push_back(std::move(own));
  }
  return rescued;
}

}  // namespace birddream::record
