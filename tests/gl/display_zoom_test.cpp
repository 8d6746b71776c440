// Zoom, pan and filter of the display pass, against plain double precision arithmetic.
#include "display_fixture.h"

namespace birddream::gl {
namespace {

using DisplayZoomTest = DisplayTest;

/// Keys' cubic convolution kernel with a = -1/2, as a function of distance.
double keys(double distance) {
  const double d = std::abs(distance);
  if (d < 1) return 1.5 * d * d * d - 2.5 * d * d + 1;
  if (d < 2) return -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2;
  return 0;
}

/// The picture's value at a point by Keys' kernel, pixel centres at halves, its border repeated.
double sampled(const image::PlanarView& picture, int channel, double x, double y) {
  double sum = 0;
  for (int row = static_cast<int>(std::floor(y)) - 3; row <= y + 3; ++row) {
    for (int column = static_cast<int>(std::floor(x)) - 3; column <= x + 3; ++column) {
      const double weight = keys(x - column - 0.5) * keys(y - row - 0.5);
      sum += weight * value_at(picture, channel, std::clamp(column, 0, picture.width - 1),
                               std::clamp(row, 0, picture.height - 1));
    }
  }
  return sum;
}

TEST_F(DisplayZoomTest, NearestShowsPixelsAsExactSquares) {
  const auto picture = uneven_picture(13, 9);
  const auto bytes = image::to_rgb8(picture);
  const auto whole = show(picture, {.filter = Filter::nearest}, 13 * 7, 9 * 7);
  for (int y = 0; y < whole.height; ++y) {
    for (int x = 0; x < whole.width; ++x)
      ASSERT_EQ(colour_at(whole, x, y), colour_at(bytes, x / 7, y / 7)) << x << ", " << y;
  }
  const auto part = show(picture, {.filter = Filter::nearest, .source = {4, 2, 5, 6}}, 50, 60);
  for (int y = 0; y < 60; ++y) {
    for (int x = 0; x < 50; ++x)
      ASSERT_EQ(colour_at(part, x, y), colour_at(bytes, 4 + x / 10, 2 + y / 10)) << x << ", " << y;
  }
}

TEST_F(DisplayZoomTest, EnlargedPicturesFollowTheFiltersFormula) {
  const auto picture = uneven_picture(11, 8);
  const DisplaySettings settings{.filter = Filter::smooth, .source = {1.25F, -0.5F, 8.5F, 8.25F}};
  const int width = 51;
  const int height = 44;
  const auto shown = show(picture, settings, width, height);
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) {
      const double x = 1.25 + (column + 0.5) / width * 8.5;
      const double y = -0.5 + (row + 0.5) / height * 8.25;
      if (y < 0) continue;
      for (int channel = 0; channel < 3; ++channel) {
        ASSERT_NEAR(shown.at(column, row)[channel], eight_bit(sampled(picture, channel, x, y)), 1)
            << column << ", " << row;
      }
    }
  }
}

TEST_F(DisplayZoomTest, ShrunkPicturesAreMeans) {
  const auto picture = uneven_picture(24, 12);
  const auto shown = show(picture, {}, 6, 4);  // 4 x 3 pixels each
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 6; ++x) {
      for (int channel = 0; channel < 3; ++channel) {
        double sum = 0;
        for (int row = 0; row < 3; ++row) {
          for (int column = 0; column < 4; ++column)
            sum += value_at(picture, channel, 4 * x + column, 3 * y + row);
        }
        ASSERT_NEAR(shown.at(x, y)[channel], eight_bit(sum / 12), 1) << x << ", " << y;
      }
    }
  }
}

TEST_F(DisplayZoomTest, BeyondThePictureTheBackgroundShows) {
  const auto picture = uneven_picture(4, 4);
  const DisplaySettings settings{
      .filter = Filter::nearest, .source = {-2, -1, 8, 8}, .background = {0.0F, 0.2F, 1.0F}};
  const auto shown = show(picture, settings, 8, 8);
  const auto bytes = image::to_rgb8(picture);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) {
      const bool inside = x >= 2 && x < 6 && y >= 1 && y < 5;
      EXPECT_EQ(colour_at(shown, x, y), inside ? colour_at(bytes, x - 2, y - 1) : (Colour{0, 51, 255}))
          << x << ", " << y;
    }
  }
}

}  // namespace
}  // namespace birddream::gl
