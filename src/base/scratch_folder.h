#pragma once

#include <filesystem>
#include <utility>

#include "base/result.h"

namespace birddream {

/// A folder for files on their way, removed with all that is in it at the end of its scope.
class ScratchFolder {
 public:
  /// Error: something of that name is there, or it cannot be made.
  static Result<ScratchFolder> make(const std::filesystem::path& folder);
  ~ScratchFolder();
  ScratchFolder(ScratchFolder&& other) noexcept;
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ScratchFolder& operator=(ScratchFolder&&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;  // empty: moved from
};

}  // namespace birddream
