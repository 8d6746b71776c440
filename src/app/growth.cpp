#include "app/growth.h"

#include <cmath>
#include <memory>
#include <utility>

#include "base/progress.h"
#include "record/video_writer.h"

namespace birddream::app {
namespace {

// Takes a picture of the flock for every frame that the film wants.
class Camera {
 public:
  Camera(const Flock& flock, const Film& film, int scale) : flock_(flock), film_(film), scale_(scale) {}

  Status begin() {
    if (film_.file.empty()) return {};
    auto first = flock_.picture(scale_);
    if (!first) return first.error();
    auto writer =
        record::VideoWriter::open(film_.file, {first->width, first->height, film_.frames_per_second});
    if (!writer) return writer.error();
    writer_ = std::move(writer).value();
    return add(*first);
  }

  Status after_step(int step, int last) {
    if (!writer_ || (step % film_.every != 0 && step != last)) return {};
    const auto picture = flock_.picture(scale_);
    return picture ? add(*picture) : Status(picture.error());
  }

  Result<std::string> finish() {
    if (!writer_) return std::string();
    const auto last = flock_.picture(scale_);
    if (!last) return last.error();
    for (int left = static_cast<int>(std::lround(film_.hold * film_.frames_per_second)); left > 0; --left) {
      if (const Status added = add(*last); !added) return added.error();
    }
    if (const Status finished = writer_->finish(); !finished) return finished.error();
    return writer_->result().string() + ": " + writer_->description() + ", " + std::to_string(frames_) +
           " frames";
  }

 private:
  Status add(const image::Rgb8& picture) {
    ++frames_;
    return writer_->add(picture);
  }

  const Flock& flock_;
  const Film& film_;
  int scale_;
  std::unique_ptr<record::VideoWriter> writer_;
  int frames_ = 0;
};

}  // namespace

Result<std::string> grow(Flock& flock, int steps, const Film& film, int scale, const std::string& title) {
  Camera camera(flock, film, scale);
  if (const Status begun = camera.begin(); !begun) return begun.error();
  Progress progress(title, steps);
  for (int step = flock.steps_done() + 1; step <= steps; ++step) {
    if (const Status stepped = flock.step(); !stepped) return stepped.error();
    if (const Status filmed = camera.after_step(step, steps); !filmed) return filmed.error();
    progress.advance_to(step);
  }
  return camera.finish();
}

}  // namespace birddream::app
