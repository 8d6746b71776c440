#pragma once

#include <filesystem>

#include "base/descriptor.h"
#include "base/result.h"

namespace birddream {

/// Held by the one process that writes in a folder, until it ends, however it ends. It leaves no file behind.
class FolderLock {
 public:
  FolderLock() = default;
  /// Makes the folder where it is missing. Where folders cannot be locked (some network disks) nothing is
  /// held, and nobody is refused. Error: another process holds it; the folder cannot be made or opened.
  static Result<FolderLock> take(const std::filesystem::path& folder);

 private:
  Descriptor folder_;
};

}  // namespace birddream
