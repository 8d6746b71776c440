#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

#include "image/planar_view.h"

namespace birddream::engine {

/// What take_pictures() hands over.
struct KeptPictures {
  std::vector<image::PlanarView> pictures;  ///< in order
  std::int64_t lost = 0;                    ///< since the last call: found no place, see PictureLog
};

/// The dream's pictures on their way to a recording, every one of them, unlike frames, of which the newest
/// wins. The dream waits for a place rather than losing a picture, but not for ever: a window that takes
/// none (it hangs) slows it down and costs pictures, which are counted.
class PictureLog {
 public:
  /// The dream's thread: one more.
  void put(const image::PlanarView& picture);
  /// Any thread: the oldest ones, at most so many.
  KeptPictures take(std::size_t most);
  /// A recording begins.
  void clear();

  /// Pictures that may lie here; each keeps its memory alive.
  static constexpr std::size_t most_waiting = 32;

 private:
  std::mutex mutex_;
  std::condition_variable taken_;
  std::deque<image::PlanarView> waiting_;
  std::int64_t lost_ = 0;
};

}  // namespace birddream::engine
