#include "image/rgb8.h"

#include <gtest/gtest.h>

#include <limits>

#include "image/golden_pictures.h"
#include "image/limits.h"

namespace birddream::image {
namespace {

TEST(Rgb8, PixelsAreInterleavedRowByRow) {
  Rgb8 picture(3, 2, 9);
  EXPECT_EQ(picture.pixels.size(), 18U);
  picture.at(2, 1)[1] = 77;
  EXPECT_EQ(picture.pixels[16], 77);
  EXPECT_EQ(picture.at(0, 0)[0], 9);
  EXPECT_TRUE(Rgb8(-1, 5).pixels.empty());
}

TEST(Rgb8, EveryByteSurvivesTheRoundTrip) {
  Rgb8 picture(256, 1);
  for (int x = 0; x < 256; ++x) {
    for (int c = 0; c < 3; ++c) picture.at(x, 0)[c] = static_cast<std::uint8_t>(x + 85 * c);
  }
  const auto planar = to_planar(picture);
  EXPECT_FLOAT_EQ(planar[255], 1.0F);
  EXPECT_FLOAT_EQ(planar[256], 85.0F / 255.0F);
  EXPECT_EQ(to_rgb8(own(planar, 256, 1)).pixels, picture.pixels);
}

TEST(Rgb8, ValuesAreClampedAndRounded) {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN(),
                  infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> values{-1.0F, 0.0F, 0.49F / 255, 0.51F / 255, 1.0F,
                                  2.0F,  nan,  infinity,    -infinity};
  const Rgb8 picture = to_rgb8(own(values, 3, 1));
  EXPECT_EQ(picture.pixels, (std::vector<std::uint8_t>{0, 1, 0, 0, 255, 255, 0, 255, 0}));
}

TEST(Rgb8, AViewKeepsItsPixelsAlive) {
  PlanarView copy;
  {
    const PlanarView view = own(std::vector<float>(12, 0.5F), 2, 2);
    copy = view;
  }
  EXPECT_EQ(copy.floats(), 12U);
  EXPECT_EQ(to_rgb8(copy).pixels, std::vector<std::uint8_t>(12, 128));
}

TEST(Rgb8, WhatIsNoPictureGivesNone) {
  EXPECT_TRUE(own(std::vector<float>(5), 2, 2).empty());
  EXPECT_TRUE(own({}, 0, 0).empty());
  EXPECT_TRUE(to_rgb8({}).pixels.empty());
  PlanarView elsewhere = own(std::vector<float>(12), 2, 2);
  elsewhere.memory = Memory::cuda;
  EXPECT_TRUE(to_rgb8(elsewhere).pixels.empty());
}

TEST(Limits, SizesAreJudged) {
  EXPECT_TRUE(check_size("f", 1, 1).ok());
  EXPECT_TRUE(check_size("f", 16384, 15625).ok());
  EXPECT_FALSE(check_size("f", 16384, 15626).ok());
  EXPECT_FALSE(check_size("f", 16385, 1).ok());
  EXPECT_FALSE(check_size("f", 0, 1).ok());
  EXPECT_FALSE(check_size("f", 1, -1).ok());
  EXPECT_FALSE(check_size("f", std::numeric_limits<std::int64_t>::max(), 2).ok());
  EXPECT_EQ(make_picture("f", 3, 2)->pixels.size(), 18U);
  EXPECT_FALSE(make_picture("f", 20000, 2).ok());
  Rgb8 lying(2, 2);
  EXPECT_TRUE(is_whole(lying));
  lying.width = 3;
  EXPECT_FALSE(is_whole(lying));
}

}  // namespace
}  // namespace birddream::image
