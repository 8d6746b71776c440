#include "image/stretch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace birddream::image {
namespace {

TEST(Stretch, DrawsTheRangeOfAllChannelsOut) {
  Rgb8 picture(2, 1);
  picture.pixels = {100, 110, 120, 130, 140, 150};
  EXPECT_THAT(stretched(picture).pixels, testing::ElementsAre(0, 51, 102, 153, 204, 255));
}

TEST(Stretch, LeavesWhatHasNoContrast) {
  EXPECT_EQ(stretched(Rgb8(3, 2, 90)).pixels, Rgb8(3, 2, 90).pixels);
  EXPECT_TRUE(stretched({}).pixels.empty());
}

}  // namespace
}  // namespace birddream::image
