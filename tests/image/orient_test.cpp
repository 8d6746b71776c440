#include "image/orient.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace birddream::image {
namespace {

// One letter a pixel, rows joined by '/'.
std::string letters(const Rgb8& picture) {
  std::string text;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) text += static_cast<char>(picture.at(x, y)[1]);
    if (y + 1 < picture.height) text += '/';
  }
  return text;
}

TEST(Orient, EachOrientationEndsUpright) {
  Rgb8 stored(3, 2);
  for (std::size_t i = 0; i < 6; ++i) stored.pixels[3 * i + 1] = static_cast<std::uint8_t>("abcdef"[i]);
  const std::array<std::string, 9> turned{"abc/def",  "abc/def",  "cba/fed",  "fed/cba", "def/abc",
                                          "ad/be/cf", "da/eb/fc", "fc/eb/da", "cf/be/ad"};
  for (int orientation = 0; orientation <= 8; ++orientation) {
    EXPECT_EQ(letters(upright(stored, orientation)), turned[static_cast<std::size_t>(orientation)])
        << orientation;
  }
  EXPECT_EQ(letters(upright(stored, 9)), "abc/def");
  EXPECT_EQ(letters(upright(stored, -1)), "abc/def");
}

}  // namespace
}  // namespace birddream::image
