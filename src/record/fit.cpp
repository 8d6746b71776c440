#include "record/fit.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "image/resize.h"

namespace birddream::record {

image::Rgb8 fit(image::Rgb8 picture, int width, int height) {
  if (picture.width == width && picture.height == height) return picture;
  if (picture.pixels.empty()) return {width, height};
  const std::int64_t skew = std::int64_t{picture.width} * height - std::int64_t{picture.height} * width;
  if (std::abs(skew) <= std::max(width, height)) return image::resize(picture, width, height);

  const double scale =
      std::min(static_cast<double>(width) / picture.width, static_cast<double>(height) / picture.height);
  const int inner_width = std::clamp(static_cast<int>(std::lround(picture.width * scale)), 1, width);
  const int inner_height = std::clamp(static_cast<int>(std::lround(picture.height * scale)), 1, height);
  const image::Rgb8 inner = image::resize(picture, inner_width, inner_height);
  image::Rgb8 frame(width, height);
  const int left = (width - inner_width) / 2, top = (height - inner_height) / 2;
  const std::size_t row_bytes = std::size_t{3} * static_cast<std::size_t>(inner_width);
  for (int y = 0; y < inner_height; ++y) std::memcpy(frame.at(left, top + y), inner.at(0, y), row_bytes);
  return frame;
}

}  // namespace birddream::record
