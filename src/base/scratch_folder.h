#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "base/result.h"

namespace birddream {

/// A folder for files on their way, removed with all that is in it at the end of its scope. Whoever else is
/// given its path does not outlive it.
class ScratchFolder {
 public:
  /// Error: something of that name is there, or it cannot be made.
  static Result<ScratchFolder> make(const std::filesystem::path& folder);
  /// One among the system's temporary files, of a name that begins so and is nobody else's. Error: as above.
  static Result<ScratchFolder> make_temporary(const std::string& name);
  ~ScratchFolder();
  ScratchFolder(ScratchFolder&& other) noexcept;
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ScratchFolder& operator=(ScratchFolder&&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Now, rather than at the end of the scope: where the disk may take its time.
  void remove() const;

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;  // empty: moved from
};

}  // namespace birddream
