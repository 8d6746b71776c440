#include "ui/growth_sheet.h"

#include <gtest/gtest.h>

#include "ui/bench_series.h"

namespace birddream::ui {
namespace {

class GrowthSheetTest : public ::testing::Test {
 protected:
  GrowthSheetTest() {
    for (int i = 0; i < 3; ++i) {
      engine::Tile tile;
      tile.id = i;
      tile.place = checkpoint::place_at(i);
      tiles_.push_back(tile);
    }
  }
  void grow(std::size_t tile, int step) {
    tiles_[tile].report.step = step;
    sheet_.take(tiles_[tile], std::make_shared<const image::Rgb8>(32, 32, 90));
  }
  int width() const {
    const auto made = sheet_.make(series_, tiles_, "");
    return made ? made->width : 0;
  }

  checkpoint::Series series_ = bench_series(3);
  std::vector<engine::Tile> tiles_;
  GrowthSheet sheet_;
};

TEST_F(GrowthSheetTest, ATileThatBeginsAnewLeavesTheOthers) {
  for (std::size_t tile = 0; tile < 3; ++tile) {
    for (int step = 1; step <= 50; ++step) grow(tile, step);
  }
  const int three = width();
  ASSERT_GT(three, 0);
  grow(1, 1);  // it was clicked: the strip dreams it again
  EXPECT_GT(width(), 3 * 32) << "a column for each";
  for (int step = 2; step <= 50; ++step) grow(1, step);
  const auto made = sheet_.make(series_, tiles_, "");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->width, three) << "with every moment of each";
}

TEST_F(GrowthSheetTest, OneThatStoppedDoesNotHoldUpTheOthers) {
  for (std::size_t tile = 0; tile < 3; ++tile) {
    for (int step = 1; step <= 50; ++step) grow(tile, step);
  }
  const auto all = sheet_.make(series_, tiles_, "");
  ASSERT_TRUE(all);
  sheet_.clear();
  grow(2, 3);
  tiles_[2].message = "The gradient is zero.";
  for (std::size_t tile = 0; tile < 2; ++tile) {
    for (int step = 1; step <= 50; ++step) grow(tile, step);
  }
  const auto others = sheet_.make(series_, tiles_, "");
  ASSERT_TRUE(others);
  EXPECT_LT(others->width, all->width) << "it has no column";
  EXPECT_EQ(others->height, all->height) << "and theirs go on to their own last step";
  sheet_.clear();
  EXPECT_FALSE(sheet_.make(series_, tiles_, ""));
}

}  // namespace
}  // namespace birddream::ui
