#pragma once

#include <string>

#include "app/camera.h"
#include "app/flock.h"
#include "base/result.h"

namespace birddream::app {

/// Runs the flock for `steps` steps with a progress bar on stderr and films it, from the start image to the
/// last step. Ctrl+C ends it in order: an Error, as where a step fails; what there is of a video is kept.
/// Returns what to tell about the video ("x.mp4: H.264 (libx264), 30 frames/s, 96 frames"), or "".
Result<std::string> grow(Flock& flock, int steps, const Film& film, int scale, const std::string& title);

}  // namespace birddream::app
