#pragma once

#include <filesystem>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"

namespace birddream::record {

/// The name under which a video grows, "dream.birddream.part.mp4": a video in its own right, should the
/// program be killed, and not to be taken for another program's.
std::filesystem::path part_name(const std::filesystem::path& file);

/// Held by whoever writes a part file, until it ends, however it ends.
class PartLock {
 public:
  /// The file must exist. Where it cannot be locked (some network disks), nothing is held.
  explicit PartLock(const std::filesystem::path& part);
  PartLock() = default;
  /// Makes that file, empty, and holds it before anybody can take it for one that was left. Error: somebody
  /// is writing it, or it cannot be made; in terms of `file`, the video that it becomes.
  static Result<PartLock> create(const std::filesystem::path& part, const std::filesystem::path& file);

  bool held() const { return part_.get() >= 0; }

 private:
  Descriptor part_;
};

/// Gives a part that will not be finished a name of its own, "dream-cut-short.mp4", and never one that is
/// taken; an empty one goes. Where it stands now: under its old name where it cannot be renamed, nowhere when
/// it went.
std::filesystem::path keep_part(const std::filesystem::path& part);

/// The videos in `folder` whose writer was killed before their end get names of their own
/// ("dream-cut-short.mp4"), which are returned; empty ones go. Parts that are being written, and those that
/// do not play, stay as they are. No such folder: none.
std::vector<std::filesystem::path> rescue_parts(const std::filesystem::path& folder);

}  // namespace birddream::record
