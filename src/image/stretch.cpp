#include "image/stretch.h"

#include <algorithm>

namespace birddream::image {

Rgb8 stretched(Rgb8 picture) {
  if (picture.pixels.empty()) return picture;
  const auto [least, most] = std::ranges::minmax(picture.pixels);
  const int low = least, range = most - least;
  if (range == 0) return picture;
  for (std::uint8_t& value : picture.pixels)
    value = static_cast<std::uint8_t>(((value - low) * 255 + range / 2) / range);
  return picture;
}

}  // namespace birddream::image
