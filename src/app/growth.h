#pragma once

#include <filesystem>
#include <string>

#include "app/flock.h"
#include "base/result.h"

namespace birddream::app {

/// How a growing flock is filmed.
struct Film {
  std::filesystem::path file;  ///< empty: no video
  int every = 1;               ///< steps between two frames
  int frames_per_second = 30;
  double hold = 1.0;  ///< seconds for which the last picture stays
};

/// Runs the flock for `steps` steps with a progress bar on stderr and films it, from the start image to the
/// last step. Returns what to tell about the video ("x.mp4: H.264 (libx264), 30 frames/s, 96 frames"), or "".
Result<std::string> grow(Flock& flock, int steps, const Film& film, int scale, const std::string& title);

}  // namespace birddream::app
