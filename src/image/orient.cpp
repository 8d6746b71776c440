#include "image/orient.h"

#include <algorithm>
#include <utility>

namespace birddream::image {
namespace {

void mirror(Rgb8& picture) {
  for (int y = 0; y < picture.height; ++y) {
    for (int left = 0, right = picture.width - 1; left < right; ++left, --right) {
      std::swap_ranges(picture.at(left, y), picture.at(left, y) + 3, picture.at(right, y));
    }
  }
}

void flip(Rgb8& picture) {
  const std::ptrdiff_t row = std::ptrdiff_t{3} * picture.width;
  for (int top = 0, bottom = picture.height - 1; top < bottom; ++top, --bottom) {
    std::swap_ranges(picture.at(0, top), picture.at(0, top) + row, picture.at(0, bottom));
  }
}

Rgb8 transposed(const Rgb8& picture) {
  Rgb8 turned(picture.height, picture.width);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) std::copy_n(picture.at(x, y), 3, turned.at(y, x));
  }
  return turned;
}

}  // namespace

Rgb8 upright(Rgb8 picture, int orientation) {
  if (orientation < 2 || orientation > 8) return picture;
  // Stored row 0 and column 0 lie at: 2 top, right; 3 bottom, right; 4 bottom, left; 5 left, top; 6 right,
  // top; 7 right, bottom; 8 left, bottom.
  if (orientation >= 5) picture = transposed(picture);
  if (orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7) mirror(picture);
  if (orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8) flip(picture);
  return picture;
}

}  // namespace birddream::image
