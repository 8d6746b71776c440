#include "image/resize.h"

#include <gtest/gtest.h>

#include <fstream>
#include <numeric>

#include "image/golden_pictures.h"

namespace birddream::image {
namespace {

// As in tests/golden/image_resize.py.
std::vector<float> formula_picture(int width, int height) {
  std::vector<float> planar;
  for (int c = 0; c < 3; ++c) {
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x)
        planar.push_back(static_cast<float>((x * 7919 + y * 104729 + c * 1299709) % 257) / 256);
    }
  }
  return planar;
}

TEST(Resize, AgreesWithPillow) {
  std::ifstream golden(BIRDDREAM_SOURCE_DIR "/tests/golden/image_resize.txt");
  int width = 0, height = 0, new_width = 0, new_height = 0, cases = 0;
  std::string filter_name, part;
  while (golden >> width >> height >> new_width >> new_height >> filter_name >> part) {
    const Filter filter = filter_name == "triangle" ? Filter::triangle : Filter::catmull_rom;
    const auto picture = formula_picture(width, height);
    const auto made = part == "whole" ? resize(picture, width, height, new_width, new_height, filter)
                                      : cover_crop(picture, width, height, new_width, new_height, filter);
    ASSERT_EQ(made.size(), std::size_t(3 * new_width * new_height));
    for (const float value : made) {
      float expected = 0;
      ASSERT_TRUE(golden >> expected);
      ASSERT_NEAR(value, expected, 3e-6) << width << "x" << height << " to " << new_width << "x" << new_height
                                         << " " << filter_name << " " << part;
    }
    ++cases;
  }
  EXPECT_EQ(cases, 36);
}

TEST(Resize, TheSameSizeChangesNothing) {
  const Rgb8 picture = speckled(17, 11);
  for (const Filter filter : {Filter::triangle, Filter::catmull_rom}) {
    EXPECT_EQ(resize(picture, 17, 11, filter).pixels, picture.pixels);
    EXPECT_EQ(cover_crop(picture, 17, 11, filter).pixels, picture.pixels);
    const auto planar = to_planar(picture);
    EXPECT_EQ(resize(planar, 17, 11, 17, 11, filter), planar);
  }
}

TEST(Resize, FlatStaysFlatAtAnySize) {
  for (const int size : {1, 2, 7, 33, 100}) {
    EXPECT_EQ(resize(Rgb8(19, 23, 131), size, 101 - size).pixels, Rgb8(size, 101 - size, 131).pixels);
    EXPECT_EQ(cover_crop(Rgb8(19, 23, 131), size, 101 - size).pixels, Rgb8(size, 101 - size, 131).pixels);
  }
}

TEST(Resize, FineStripesAverageInsteadOfAliasing) {
  Rgb8 stripes(256, 64);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 256; x += 2) std::fill_n(stripes.at(x, y), 3, std::uint8_t{255});
  }
  const Rgb8 small = resize(stripes, 37, 9);
  for (int x = 4; x < 33; ++x) EXPECT_NEAR(small.at(x, 4)[0], 127, 6) << x;
}

TEST(Resize, BytesAgreeWithFloats) {
  const Rgb8 picture = speckled(40, 30);
  const auto planar = to_planar(picture);
  EXPECT_LE(worst_difference(resize(picture, 13, 50), to_rgb8(own(resize(planar, 40, 30, 13, 50), 13, 50))),
            1);
  EXPECT_LE(
      worst_difference(cover_crop(picture, 13, 50), to_rgb8(own(cover_crop(planar, 40, 30, 13, 50), 13, 50))),
      1);
}

TEST(CoverCrop, KeepsTheCentre) {
  Rgb8 picture(30, 10);  // left third 10, middle 20, right 30
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 30; ++x)
      std::fill_n(picture.at(x, y), 3, static_cast<std::uint8_t>(10 * (x / 10 + 1)));
  }
  const Rgb8 square = cover_crop(picture, 10, 10);
  EXPECT_EQ(square.at(5, 5)[0], 20);
  EXPECT_EQ(square.at(0, 0)[0], 20);
  EXPECT_EQ(square.at(9, 9)[0], 20);
  EXPECT_EQ(cover_crop(picture, 60, 20).width, 60);
}

TEST(Resize, WhatDoesNotFitGivesNothing) {
  const std::vector<float> planar(3 * 4 * 4);
  EXPECT_TRUE(resize(planar, 4, 4, 0, 4).empty());
  EXPECT_TRUE(resize(planar, 4, 4, 4, -1).empty());
  EXPECT_TRUE(resize(planar, 5, 4, 4, 4).empty());
  EXPECT_TRUE(resize(planar, -4, -4, 4, 4).empty());
  EXPECT_TRUE(cover_crop(planar, 4, 5, 4, 4).empty());
  EXPECT_TRUE(resize(Rgb8(), 4, 4).pixels.empty());
  EXPECT_TRUE(cover_crop(Rgb8(2, 2), 0, 4).pixels.empty());
}

}  // namespace
}  // namespace birddream::image
