#include "base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include "base/descriptor.h"

namespace birddream {
namespace fs = std::filesystem;
namespace {

fs::path temporary_name(const fs::path& target) {
  static std::atomic<unsigned> counter{0};
  // A name near the file system's limit must not grow beyond it.
  const std::string stem = target.stem().string().substr(0, 100);
  // The extension stays last: encoders choose their container by it.
  return target.parent_path() / ("." + stem + "." + std::to_string(::getpid()) + "-" +
                                 std::to_string(counter++) + ".part" + target.extension().string());
}

Error no_file(const fs::path& path) {
  return Error{path.string() + ": is a device or a pipe, not a file. Choose a file."};
}

fs::path folder_of(const fs::path& target) {
  return target.has_parent_path() ? target.parent_path() : fs::path(".");
}

}  // namespace

Error file_error(const fs::path& path, std::string_view doing, int error_number) {
  const std::string where = path.string() + ": ";
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
      return Error{where + "the disk is full. Free some space or choose another folder."};
    case EACCES:
    case EPERM:
    case EROFS:
      return Error{where + "no permission " + std::string(doing) +
                   ". Choose another folder or change its permissions."};
    case ENOENT:
    case ENOTDIR:
      return Error{where + "no such file or folder. Check the name."};
    case EISDIR:
      return Error{where + "is a folder, not a file. Name a file in it."};
    case ENAMETOOLONG:
      return Error{where + "the name is too long for this file system. Choose a shorter one."};
    default:
      return Error{where + "failed " + std::string(doing) + ": " + std::strerror(error_number) + "."};
  }
}

PendingFile::PendingFile(fs::path target, fs::path temporary)
    : target_(std::move(target)), temporary_(std::move(temporary)) {}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : target_(std::move(other.target_)), temporary_(std::exchange(other.temporary_, {})) {}

PendingFile& PendingFile::operator=(PendingFile&& other) noexcept {
  std::swap(target_, other.target_);
  std::swap(temporary_, other.temporary_);
  return *this;
}

PendingFile::~PendingFile() {
  std::error_code ignored;
  if (!temporary_.empty()) fs::remove(temporary_, ignored);
}

Result<PendingFile> PendingFile::create(const fs::path& target) {
  if (target.empty()) return Error{"No file name was given to write to. Name one."};
  std::error_code ignored;
  const fs::file_status old = fs::status(target, ignored);
  if (target.filename().empty() || fs::is_directory(old)) return file_error(target, "to write", EISDIR);
  if (fs::exists(old) && !fs::is_regular_file(old)) return no_file(target);
  const fs::path folder = folder_of(target);
  if (!fs::is_directory(folder, ignored)) {
    return Error{target.string() + ": the folder " + folder.string() +
                 " does not exist. Make it first, or choose another."};
  }
  for (;;) {
    fs::path temporary = temporary_name(target);
    // O_EXCL: never through a link that somebody laid there, never over the leftover of another run.
    const Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (file.get() >= 0) return PendingFile(target, std::move(temporary));
    if (errno != EEXIST) return file_error(target, "to write here", errno);
  }
}

Status PendingFile::commit(Flush flush) {
  if (flush == Flush::now) {
    const Descriptor file(::open(temporary_.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return file_error(target_, "to finish", errno);
    if (::fsync(file.get()) != 0) return file_error(target_, "to flush", errno);
  }
  if (::rename(temporary_.c_str(), target_.c_str()) != 0)
    return file_error(target_, "to rename into place", errno);
  temporary_.clear();
  if (flush == Flush::later) return {};
  // The rename itself reaches the disk with the folder. Some file systems cannot flush one: the file is whole
  // then too.
  const Descriptor folder(::open(folder_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() >= 0) ::fsync(folder.get());
  return {};
}

Status overwrite_file(const fs::path& file, std::span<const std::byte> bytes, const fs::path& reported_as) {
  const Descriptor out(::open(file.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
  if (out.get() < 0) return file_error(reported_as, "to write", errno);
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written = ::write(out.get(), bytes.data() + done, bytes.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return file_error(reported_as, "to write", errno);
    done += static_cast<std::size_t>(written);
  }
  return {};
}

Status write_file_atomically(const fs::path& target, std::span<const std::byte> bytes, Flush flush) {
  auto pending = PendingFile::create(target);
  if (!pending) return pending.error();
  if (Status written = overwrite_file(pending->path(), bytes, target); !written) return written;
  return pending->commit(flush);
}

Status write_file_atomically(const fs::path& target, std::string_view text, Flush flush) {
  return write_file_atomically(target, std::as_bytes(std::span(text.data(), text.size())), flush);
}

namespace {

// Whoever wrote a path may mean a pipe, in which open() would wait, or a terminal. Neither flag matters to
// files.
constexpr int to_read = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

/// Of an open file, as it states it. Error: it could not be opened, or is none.
Result<std::size_t> size_of(const Descriptor& file, const fs::path& path) {
  struct stat facts {};
  if (file.get() < 0 || ::fstat(file.get(), &facts) != 0) return file_error(path, "to read", errno);
  if (S_ISDIR(facts.st_mode)) return file_error(path, "to read", EISDIR);
  if (!S_ISREG(facts.st_mode)) return no_file(path);
  return static_cast<std::size_t>(facts.st_size);
}

/// From where it stands, to its end or until there are more than `enough` bytes. To the end, not to the
/// stated size: files in /proc state none, others may grow.
Result<std::string> read_on(const Descriptor& file, const fs::path& path, std::size_t enough) {
  std::string content;
  for (std::array<char, 65536> buffer; content.size() <= enough;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_error(path, "to read", errno);
    if (got == 0) break;
    try {
      content.append(buffer.data(), static_cast<std::size_t>(got));
    } catch (const std::bad_alloc&) {
      return file_error(path, "to read", ENOMEM);
    }
  }
  return content;
}

}  // namespace

Result<std::string> read_file(const fs::path& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), to_read));
  const auto size = size_of(file, path);
  if (!size) return size.error();
  const Error too_large{path.string() + ": larger than the " + std::to_string(max_bytes) +
                        " bytes that are read here."};
  if (*size > max_bytes) return too_large;
  auto content = read_on(file, path, max_bytes);
  if (content && content->size() > max_bytes) return too_large;
  return content;
}

Result<std::string> read_end(const fs::path& path, std::size_t most_bytes) {
  const Descriptor file(::open(path.c_str(), to_read));
  const auto size = size_of(file, path);
  if (!size) return size.error();
  if (*size > most_bytes && ::lseek(file.get(), static_cast<off_t>(*size - most_bytes), SEEK_SET) < 0)
    return file_error(path, "to read", errno);
  return read_on(file, path, most_bytes);
}

}  // namespace birddream
