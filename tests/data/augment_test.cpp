#include "data/augment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "image/resize.h"

namespace birddream::data {
namespace {

constexpr int side = 32;
constexpr std::size_t plane = side * side;

/// Red rises to the right, green downwards, blue is constant.
image::Rgb8 ramps(int width, int height) {
  image::Rgb8 picture(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      picture.at(x, y)[0] = static_cast<std::uint8_t>(255 * x / (width - 1));
      picture.at(x, y)[1] = static_cast<std::uint8_t>(255 * y / (height - 1));
      picture.at(x, y)[2] = 51;
    }
  }
  return picture;
}

std::vector<float> view(const image::Rgb8& photo, const Augmentation& how, std::uint64_t step) {
  std::vector<float> out(3 * plane, -1.0F);
  Random random(5, step);
  augment(photo, how, random, side, out);
  return out;
}

/// Mean slope along x and y of one channel, a pixel.
std::pair<float, float> slope(const std::vector<float>& planar, std::size_t channel) {
  const float* p = planar.data() + channel * plane;
  const auto at = [&](int x, int y) { return p[y * side + x]; };
  return {(at(24, 16) - at(8, 16)) / 16, (at(16, 24) - at(16, 8)) / 16};
}

TEST(Augment, WithNothingToVaryAWholeSquarePhotoIsOnlyScaled) {
  const image::Rgb8 photo = ramps(64, 64);
  const auto seen = view(photo, Augmentation::none(), 1);
  std::vector<float> wanted(3 * plane);
  centre_view(photo, 1, side, wanted);
  for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_NEAR(seen[i], wanted[i], 0.02F) << i;
}

TEST(Augment, APartOfThePhotoIsItsMiddle) {
  std::vector<float> whole(3 * plane), part(3 * plane);
  centre_view(ramps(64, 64), 1, side, whole);
  centre_view(ramps(64, 64), 0.5F, side, part);
  EXPECT_NEAR(slope(part, 0).first, slope(whole, 0).first / 2, 1e-3);
  EXPECT_NEAR(slope(part, 1).second, slope(whole, 1).second / 2, 1e-3);
  EXPECT_NEAR((part[0] + part[plane - 1]) / 2, 0.5F, 0.02F);
}

TEST(Augment, SamePlaceInTheStreamSameView) {
  const image::Rgb8 photo = ramps(80, 50);
  EXPECT_EQ(view(photo, {}, 3), view(photo, {}, 3));
  EXPECT_NE(view(photo, {}, 3), view(photo, {}, 4));
}

TEST(Augment, FlipsAboutHalfOfThePhotos) {
  const image::Rgb8 photo = ramps(64, 64);
  Augmentation how = Augmentation::none();
  how.flip = true;
  int flipped = 0;
  for (std::uint64_t i = 0; i < 200; ++i) flipped += slope(view(photo, how, i), 0).first < 0 ? 1 : 0;
  EXPECT_NEAR(flipped, 100, 30);
}

TEST(Augment, RotatesByNoMoreThanAsked) {
  const image::Rgb8 photo = ramps(64, 64);
  Augmentation how = Augmentation::none();
  how.rotation = 0.3F;
  float widest = 0;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const auto [right, down] = slope(view(photo, how, i), 0);
    widest = std::max(widest, std::abs(std::atan2(down, right)));
  }
  EXPECT_LT(widest, 0.32F);
  EXPECT_GT(widest, 0.2F);
}

TEST(Augment, CropsShowAtLeastTheLeastArea) {
  const image::Rgb8 photo = ramps(64, 64);
  Augmentation how = Augmentation::none();
  how.least_area = 0.25F;
  float smallest = 1, largest = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const float seen = slope(view(photo, how, i), 0).first * side;  // share of the photo's width
    smallest = std::min(smallest, seen);
    largest = std::max(largest, seen);
  }
  EXPECT_NEAR(smallest, 0.5F, 0.04F);
  EXPECT_NEAR(largest, 1.0F, 0.05F);
}

TEST(Augment, ColoursMoveAndStayInRange) {
  image::Rgb8 photo(16, 16, 128);
  Augmentation how = Augmentation::none();
  how.colour = 1;
  float low = 1, high = 0;
  for (std::uint64_t i = 0; i < 100; ++i) {
    for (const float value : view(photo, how, i)) {
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  EXPECT_GE(low, 0.0F);
  EXPECT_LE(high, 1.0F);
  EXPECT_LT(low, 0.2F);
  EXPECT_GT(high, 0.8F);
  EXPECT_NEAR(view(photo, Augmentation::none(), 1)[0], 128 / 255.0F, 1e-5F);
}

TEST(Augment, AnyShapeOfPhotoFillsTheView) {
  for (const auto& [width, height] : {std::pair(1, 1), {1, 40}, {300, 2}, {2, 2}, {1000, 700}}) {
    image::Rgb8 photo(width, height, 200);
    for (const float value : view(photo, {.colour = 0}, 1)) ASSERT_NEAR(value, 200 / 255.0F, 1e-4F) << width;
  }
}

TEST(Augment, ShrinkingDoesNotAlias) {
  image::Rgb8 stripes(512, 512);
  for (int y = 0; y < 512; ++y)
    for (int x = 0; x < 512; ++x)
      std::fill_n(stripes.at(x, y), 3, static_cast<std::uint8_t>(x % 2 == 0 ? 0 : 255));
  for (const float value : view(stripes, Augmentation::none(), 1)) ASSERT_NEAR(value, 0.5F, 0.1F);
}

}  // namespace
}  // namespace birddream::data
