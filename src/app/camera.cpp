#include "app/camera.h"

#include <cmath>
#include <utility>

namespace birddream::app {

Status Camera::add(const image::Rgb8& picture) {
  ++frames_;
  return writer_->add(picture);
}

Status Camera::after_step(int step, int last) {
  if (film_.file.empty() || (step % film_.every != 0 && step != last)) return {};
  const auto picture = take_();
  if (!picture) return picture.error();
  if (!writer_) {
    auto writer =
        record::VideoWriter::open(film_.file, {picture->width, picture->height, film_.frames_per_second});
    if (!writer) return writer.error();
    writer_ = std::move(writer).value();
  }
  return add(*picture);
}

Result<std::string> Camera::finish() {
  if (!writer_) return std::string();
  const auto last = take_();
  if (!last) return last.error();
  for (int left = static_cast<int>(std::lround(film_.hold * film_.frames_per_second)); left > 0; --left) {
    if (const Status added = add(*last); !added) return added.error();
  }
  if (const Status finished = writer_->finish(); !finished) return finished.error();
  return writer_->result().string() + ": " + writer_->description() + ", " + std::to_string(frames_) +
         " frames";
}

}  // namespace birddream::app
