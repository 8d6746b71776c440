#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "base/fresh_folder.h"
#include "image/rgb8.h"

namespace birddream::record {

using RecordTest = InFreshFolder;

/// Four flat quarters whose colours wander with `index`: large enough areas that 4:2:0 keeps them.
inline image::Rgb8 quarters(int width, int height, int index) {
  image::Rgb8 picture(width, height);
  const auto drift = static_cast<std::uint8_t>(index * 4 % 100);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      std::uint8_t* pixel = picture.at(x, y);
      const bool right = x >= width / 2, low = y >= height / 2;
      pixel[0] = right ? 40 : static_cast<std::uint8_t>(130 + drift);
      pixel[1] = low ? 180 : 60;
      pixel[2] = right == low ? 90 : 200;
    }
  }
  return picture;
}

/// Largest difference of any channel in the middles of the four quarters.
inline int worst_difference(const image::Rgb8& a, const image::Rgb8& b) {
  int worst = 0;
  for (const int qy : {1, 3}) {
    for (const int qx : {1, 3}) {
      const std::uint8_t* one = a.at(b.width * qx / 4, b.height * qy / 4);
      const std::uint8_t* other = b.at(b.width * qx / 4, b.height * qy / 4);
      for (int c = 0; c < 3; ++c) worst = std::max(worst, std::abs(one[c] - other[c]));
    }
  }
  return worst;
}

}  // namespace birddream::record
