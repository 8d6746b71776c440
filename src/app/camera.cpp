#include "app/camera.h"

#include <cmath>
#include <utility>

namespace birddream::app {

std::string told(const record::VideoWriter& writer, int frames) {
  return writer.result().string() + ": " + writer.description() + ", " + std::to_string(frames) + " frames";
}

Error broken_off(record::VideoWriter* writer, int frames, const Error& why) {
  // A writer that failed has said by itself what it left.
  if (writer == nullptr || frames == 0 || !writer->finish()) return why;
  return Error{why.message + " What there is of it is kept in " + told(*writer, frames) + ", cut short."};
}

Status Camera::add(const image::Rgb8& picture) {
  Status added = writer_->add(picture);
  if (added) ++frames_;
  return added;
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
  return told(*writer_, frames_);
}

Error Camera::broken_off(const Error& why) {
  return app::broken_off(writer_.get(), frames_, why);
}

}  // namespace birddream::app
