#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace birddream {

/// Whether a finished file is on the disk, or the system may take its time with it. Either way whoever looks
/// sees all of it; only a machine that loses its power may lose what is flushed later.
enum class Flush { now, later };

/// A file under construction: write to `path()`, a temporary name beside the target, then `commit()`. Whoever
/// looks at the target sees the old file or the whole new one, never a part. Without commit the destructor
/// removes it.
class PendingFile {
 public:
  /// Error: the folder is missing or not writable, or the target is a folder or a device. The temporary file
  /// exists afterwards, empty, its name ending in the target's extension. A target that is a link is
  /// replaced, not followed.
  static Result<PendingFile> create(const std::filesystem::path& target);
  ~PendingFile();
  PendingFile(PendingFile&& other) noexcept;
  PendingFile& operator=(PendingFile&& other) noexcept;
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;

  const std::filesystem::path& path() const { return temporary_; }
  const std::filesystem::path& target() const { return target_; }
  /// Renames over the target. Error: disk full, folder gone.
  Status commit(Flush flush = Flush::now);

 private:
  PendingFile(std::filesystem::path target, std::filesystem::path temporary);
  std::filesystem::path target_;
  std::filesystem::path temporary_;  // empty once committed or moved from
};

/// Writes all of `bytes` or nothing.
Status write_file_atomically(const std::filesystem::path& target, std::span<const std::byte> bytes,
                             Flush flush = Flush::now);
Status write_file_atomically(const std::filesystem::path& target, std::string_view text,
                             Flush flush = Flush::now);

/// Fills an existing file, such as PendingFile::path(), from its start. Error: in terms of `reported_as`; the
/// file then holds a part.
Status overwrite_file(const std::filesystem::path& file, std::span<const std::byte> bytes,
                      const std::filesystem::path& reported_as);

/// The whole file. Never waits for anything but the disk. Error: missing, a folder, a device, a pipe,
/// unreadable, or larger than `max_bytes`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// The last bytes of a file, and what is added meanwhile; all of a smaller one. Error: as read_file().
Result<std::string> read_end(const std::filesystem::path& path, std::size_t most_bytes);

/// "FILE: disk full ..." and the like, from an errno value, for messages of one shape everywhere.
Error file_error(const std::filesystem::path& path, std::string_view doing, int error_number);

}  // namespace birddream
