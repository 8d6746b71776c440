#include "image/difference.h"

#include <gtest/gtest.h>

#include <vector>

#include "image/rgb8.h"

namespace birddream::image {
namespace {

PlanarView flat(int width, int height, float value) {
  return own(std::vector<float>(static_cast<std::size_t>(3 * width * height), value), width, height);
}

TEST(SignedDifference, EqualPicturesAreDarkEverywhere) {
  const auto difference = signed_difference(flat(5, 4, 0.3F), flat(5, 4, 0.3F));
  ASSERT_TRUE(difference);
  EXPECT_FLOAT_EQ(difference->reach, 0.05F);
  const auto dark = difference_colour(0);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_FLOAT_EQ(difference->picture.data[c * 20 + 7], dark[c]);
}

TEST(SignedDifference, TheSignPicksTheColourAndTheReachHoldsTheLargest) {
  const auto lighter = signed_difference(flat(8, 8, 0.65F), flat(8, 8, 0.5F));
  ASSERT_TRUE(lighter);
  EXPECT_FLOAT_EQ(lighter->reach, 0.2F);
  const auto warm = difference_colour(0.75F);
  EXPECT_NEAR(lighter->picture.data[0], warm[0], 1e-5);
  EXPECT_GT(lighter->picture.data[0], lighter->picture.data[2 * 64]) << "red over blue";
  const auto darker = signed_difference(flat(8, 8, 0.5F), flat(8, 8, 0.65F));
  ASSERT_TRUE(darker);
  EXPECT_LT(darker->picture.data[0], darker->picture.data[2 * 64]) << "blue over red";
}

TEST(SignedDifference, AFewPixelsDoNotSetTheReach) {
  std::vector<float> planar(3 * 1000, 0.5F);
  for (const std::size_t c : {0, 1, 2}) planar[c * 1000 + 3] = 1.4F;
  const auto difference = signed_difference(own(planar, 100, 10), flat(100, 10, 0.48F));
  ASSERT_TRUE(difference);
  EXPECT_FLOAT_EQ(difference->reach, 0.05F);
}

TEST(SignedDifference, RefusesPicturesThatDoNotCover) {
  const auto refused = signed_difference(flat(5, 4, 0), flat(4, 5, 0));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("5 x 4 and 4 x 5"), std::string::npos);
  EXPECT_FALSE(signed_difference(flat(5, 4, 0), PlanarView{}));
}

}  // namespace
}  // namespace birddream::image
