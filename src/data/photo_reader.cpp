#include "data/photo_reader.h"

#include <algorithm>

#include "base/log.h"
#include "image/read_picture.h"
#include "image/resize.h"

namespace birddream::data {
namespace {

// Twice what a network looks at and more: enough for crops, small enough that a batch of 50-megapixel photos
// does not fill the memory.
int most_side(int wanted) {
  return std::max(512, 2 * wanted);
}

}  // namespace

std::optional<image::Rgb8> PhotoReader::read(int photo, int wanted) {
  const auto index = static_cast<std::size_t>(photo);
  {
    const std::lock_guard lock(mutex_);
    if (broken_[index]) return std::nullopt;
  }
  auto picture = image::read_picture(set_.photos[index].file);
  if (picture) {
    const int side = std::min(picture->width, picture->height), most = most_side(wanted);
    if (side <= most) return std::move(picture).value();
    const auto scaled = [&](int length) { return static_cast<int>(std::int64_t{length} * most / side); };
    return image::resize(*picture, scaled(picture->width), scaled(picture->height), image::Filter::triangle);
  }
  const std::lock_guard lock(mutex_);
  if (!broken_[index]) {
    broken_[index] = true;
    log::warn("photo left out (" + std::to_string(++skipped_) + " so far): " + picture.error().message);
  }
  return std::nullopt;
}

int PhotoReader::skipped() const {
  const std::lock_guard lock(mutex_);
  return skipped_;
}

}  // namespace birddream::data
