#include "ui/view_math.h"

#include <gtest/gtest.h>

namespace birddream::ui {
namespace {

const Canvas canvas{100, 50, 800, 400};

TEST(ViewMath, FitShowsTheWholePictureInTheMiddle) {
  PictureView view;
  fit_view(view, canvas, 128, 128, 10);
  EXPECT_FLOAT_EQ(view.zoom, 380.0F / 128);
  const PicturePoint middle = to_picture(view, canvas, 500, 250);
  EXPECT_FLOAT_EQ(middle.x, 64);
  EXPECT_FLOAT_EQ(middle.y, 64);
  EXPECT_FLOAT_EQ(to_picture(view, canvas, 500, 60).y, 0);
  EXPECT_FLOAT_EQ(to_picture(view, canvas, 500, 440).y, 128);
}

TEST(ViewMath, AWidePictureFitsByItsWidth) {
  PictureView view;
  fit_view(view, canvas, 1000, 100, 0);
  EXPECT_FLOAT_EQ(view.zoom, 0.8F);
}

TEST(ViewMath, ZoomKeepsThePointUnderThePointer) {
  PictureView view;
  fit_view(view, canvas, 128, 128, 0);
  const PicturePoint before = to_picture(view, canvas, 333, 111);
  zoom_about(view, canvas, 333, 111, 3);
  const PicturePoint after = to_picture(view, canvas, 333, 111);
  EXPECT_NEAR(after.x, before.x, 1e-3);
  EXPECT_NEAR(after.y, before.y, 1e-3);
  EXPECT_FALSE(view.fit);
}

TEST(ViewMath, ZoomHasEnds) {
  PictureView view;
  for (int i = 0; i < 100; ++i) zoom_about(view, canvas, 300, 300, 2);
  EXPECT_FLOAT_EQ(view.zoom, closest_zoom);
  for (int i = 0; i < 100; ++i) zoom_about(view, canvas, 300, 300, 0.5F);
  EXPECT_FLOAT_EQ(view.zoom, farthest_zoom);
}

TEST(ViewMath, PanMovesThePictureWithTheHand) {
  PictureView view;
  fit_view(view, canvas, 128, 128, 0);
  const PicturePoint held = to_picture(view, canvas, 400, 200);
  pan(view, 30, -20);
  const PicturePoint now = to_picture(view, canvas, 430, 180);
  EXPECT_NEAR(now.x, held.x, 1e-3);
  EXPECT_NEAR(now.y, held.y, 1e-3);
  EXPECT_FALSE(view.fit);
}

TEST(ViewMath, AStillHandDoesNotEndTheFit) {
  PictureView view;
  pan(view, 0, 0);
  EXPECT_TRUE(view.fit);
}

TEST(ViewMath, AnEarlierOctaveLiesWhereTheFinishedPictureWill) {
  PictureView view;
  view.fit = false;
  view.zoom = 4;
  view.centre_x = view.centre_y = 64;
  const auto finished = source_rectangle(view, canvas, 1);
  const auto half = source_rectangle(view, canvas, 2);  // 64 pixels wide instead of 128
  for (std::size_t i = 0; i < 4; ++i) EXPECT_FLOAT_EQ(half[i] * 2, finished[i]);
  EXPECT_FLOAT_EQ(finished[0], 64 - 100);
  EXPECT_FLOAT_EQ(finished[2], 200);
}

}  // namespace
}  // namespace birddream::ui
