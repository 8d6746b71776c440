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
///
/// Recordings are numbered, and rise. The step in hand ends after the window has ended its recording, and may
/// even begin the next one before that step is done: a picture is given to its own recording or to none. With
/// a new number, on either side, what is left of older ones goes.
class PictureLog {
 public:
  /// The dream's thread: one more for that recording. Of one that is over it is not kept, and not waited for.
  void put(std::uint64_t recording, const image::PlanarView& picture);
  /// Any thread: the oldest ones of that recording, at most so many.
  KeptPictures take(std::uint64_t recording, std::size_t most);
  /// Any thread: that recording and all before it are over.
  void end(std::uint64_t recording);

  /// Pictures that may lie here, each keeping its memory alive, and bytes; one picture always may.
  static constexpr std::size_t most_waiting = 32;
  static constexpr std::size_t most_bytes = std::size_t{256} << 20;

 private:
  void begin(std::uint64_t recording);
  bool is_over(std::uint64_t recording) const;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<image::PlanarView> waiting_;
  std::size_t bytes_ = 0;  // of those
  std::int64_t lost_ = 0;
  std::uint64_t recording_ = 0;  // whose they are
  bool over_ = false;            // that one
};

}  // namespace birddream::engine
