#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "image/rgb8.h"
#include "record/video_writer.h"

namespace birddream::app {

/// How a growing dream is filmed.
struct Film {
  std::filesystem::path file;  ///< empty: no video
  int every = 1;               ///< steps between two frames
  int frames_per_second = 30;
  double hold = 1.0;  ///< seconds for which the last picture stays
};

/// "x.mp4: H.264 (libx264), 30 frames/s, 96 frames", of a finished one.
std::string told(const record::VideoWriter& writer, int frames);
/// Finishes a video that cannot go on. Why not, and where what there is stands; `writer` may be null.
Error broken_off(record::VideoWriter* writer, int frames, const Error& why);

/// Films a dream as it grows. One thread.
class Camera {
 public:
  /// `take` gives the picture as it stands, always of one size; asked only for frames that the film wants.
  Camera(std::function<Result<image::Rgb8>()> take, Film film)
      : take_(std::move(take)), film_(std::move(film)) {}

  /// After step number `step` of `last`; 0 is the start image, which opens the film. Error: the picture's or
  /// the writer's.
  Status after_step(int step, int last);
  /// What to tell about the video ("x.mp4: H.264 (libx264), 30 frames/s, 96 frames"), or "" without one.
  Result<std::string> finish();
  /// Where the dream ends before its time: what there is of the video is kept. Why, and where it stands.
  Error broken_off(const Error& why);

 private:
  Status add(const image::Rgb8& picture);

  std::function<Result<image::Rgb8>()> take_;
  Film film_;
  std::unique_ptr<record::VideoWriter> writer_;
  int frames_ = 0;
};

}  // namespace birddream::app
