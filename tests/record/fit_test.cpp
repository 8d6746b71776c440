#include "record/fit.h"

#include "record/test_pictures.h"

namespace birddream::record {
namespace {

TEST(Fit, TheRightSizeIsLeftAlone) {
  const image::Rgb8 picture = quarters(30, 20, 1);
  EXPECT_EQ(fit(picture, 30, 20).pixels, picture.pixels);
}

TEST(Fit, AnEarlierOctaveFillsTheFrame) {
  const image::Rgb8 frame = fit(image::Rgb8(91, 65, 200), 128, 91);  // 91.0 x 64.7
  EXPECT_EQ(frame.width, 128);
  EXPECT_EQ(frame.height, 91);
  for (const auto value : frame.pixels) ASSERT_EQ(value, 200);
}

TEST(Fit, AnotherShapeIsCentredOnBlack) {
  const image::Rgb8 frame = fit(image::Rgb8(20, 10, 200), 64, 64);
  EXPECT_EQ(frame.at(32, 15)[0], 0);
  EXPECT_EQ(frame.at(32, 16)[0], 200);
  EXPECT_EQ(frame.at(32, 47)[0], 200);
  EXPECT_EQ(frame.at(32, 48)[0], 0);
  const image::Rgb8 tall = fit(image::Rgb8(1, 5000, 200), 64, 64);
  EXPECT_EQ(tall.at(0, 32)[0], 0);
  EXPECT_EQ(tall.at(31, 32)[0] + tall.at(32, 32)[0], 200);
}

}  // namespace
}  // namespace birddream::record
