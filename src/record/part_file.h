#pragma once

#include <filesystem>
#include <vector>

namespace birddream::record {

/// The name under which a video grows, "dream.part.mp4": a video in its own right, should the program be
/// killed.
std::filesystem::path part_name(const std::filesystem::path& file);

/// Held by whoever writes a part file, until it ends, however it ends.
class PartLock {
 public:
  /// The file must exist. Where it cannot be locked (some network disks), nothing is held.
  explicit PartLock(const std::filesystem::path& part);
  PartLock() = default;
  ~PartLock();
  PartLock(PartLock&& other) noexcept;
  PartLock& operator=(PartLock&& other) noexcept;
  PartLock(const PartLock&) = delete;
  PartLock& operator=(const PartLock&) = delete;

  bool held() const { return descriptor_ >= 0; }

 private:
  int descriptor_ = -1;
};

/// The videos in `folder` whose writer was killed before their end get names of their own
/// ("dream-cut-short.mp4"), which are returned; empty ones go. Parts that are being written, and those that
/// do not play, stay as they are. No such folder: none.
std::vector<std::filesystem::path> rescue_parts(const std::filesystem::path& folder);

}  // namespace birddream::record
