#include "ui/training_axis.h"

#include <gtest/gtest.h>

#include "ui/bench_series.h"

namespace birddream::ui {
namespace {

using checkpoint::Place;
using checkpoint::place_at;

/// Four of one lane (0 to 3), then two of another.
checkpoint::Series two_lanes() {
  checkpoint::Series series = bench_series(6);
  for (std::size_t i = 4; i < 6; ++i) {
    series.checkpoints[i].mode = "robust";
    series.checkpoints[i].epoch = i == 4 ? 1 : 3;
  }
  return series;
}

class TrainingAxis : public testing::Test {
 protected:
  checkpoint::Series series_ = two_lanes();
  Model model_;
};

TEST_F(TrainingAxis, TheSliderGoesBetweenTicksAndIsCaughtNearThem) {
  move_along(model_, series_, 1.5F);
  EXPECT_EQ(model_.checkpoint, (Place{1, 2, 0.5F}));
  move_along(model_, series_, 2.05F);
  EXPECT_EQ(model_.checkpoint, place_at(2));
  move_along(model_, series_, 2.3F);
  set_ticks_only(model_, true);
  EXPECT_EQ(model_.checkpoint, place_at(2));
  move_along(model_, series_, 0.7F);
  EXPECT_EQ(model_.checkpoint, place_at(1));
}

TEST_F(TrainingAxis, KeysGoFromTickToTickAndStayInTheLane) {
  move_along(model_, series_, 1.5F);
  move_by_tick(model_, series_, 1);
  EXPECT_EQ(model_.checkpoint, place_at(2));
  move_along(model_, series_, 1.5F);
  move_by_tick(model_, series_, -1);
  EXPECT_EQ(model_.checkpoint, place_at(1));
  move_to(model_, 3);
  EXPECT_FALSE(can_move_by_tick(model_, series_, 1));
  move_by_tick(model_, series_, 1);
  EXPECT_EQ(model_.checkpoint, place_at(3));
}

TEST_F(TrainingAxis, AnotherLaneBeginsAtTheNearestEpoch) {
  move_to(model_, 3);
  move_to_lane(model_, series_, 1);
  EXPECT_EQ(model_.checkpoint, place_at(5));
  move_to_lane(model_, series_, 0);
  EXPECT_EQ(model_.checkpoint, place_at(3));
  move_to_lane(model_, series_, 7);
  EXPECT_EQ(model_.checkpoint, place_at(3));
}

TEST_F(TrainingAxis, PlayingMovesWithTheDreamAndEndsAtTheLast) {
  model_.steps_a_tick = 10;
  play_training(model_, series_, true);
  EXPECT_TRUE(model_.endless);
  advance_training(model_, series_, 5);
  EXPECT_EQ(model_.checkpoint, (Place{0, 1, 0.5F}));
  advance_training(model_, series_, 25);
  EXPECT_EQ(model_.checkpoint, place_at(3));
  EXPECT_TRUE(model_.training_plays) << "the last one is dreamt of as long as the others";
  advance_training(model_, series_, 10);
  EXPECT_FALSE(model_.training_plays);
  play_training(model_, series_, true);
  EXPECT_EQ(model_.checkpoint, place_at(0)) << "from the end it begins anew";
}

TEST_F(TrainingAxis, AnotherPaceHoldsFromWhereItHasCome) {
  model_.steps_a_tick = 10;
  play_training(model_, series_, true);
  advance_training(model_, series_, 20);
  ASSERT_EQ(model_.checkpoint, place_at(2));
  model_.steps_a_tick = 40;
  advance_training(model_, series_, 20);
  EXPECT_EQ(model_.checkpoint, (Place{2, 3, 0.5F}));
  model_.steps_a_tick = 5;
  advance_training(model_, series_, 1);
  EXPECT_TRUE(model_.training_plays);
}

TEST_F(TrainingAxis, AHandThatMovesEndsThePlaying) {
  const auto plays = [&] {
    play_training(model_, series_, true);
    advance_training(model_, series_, 10);
    return model_.training_plays;
  };
  ASSERT_TRUE(plays());
  move_by_tick(model_, series_, 1);
  EXPECT_FALSE(model_.training_plays);
  ASSERT_TRUE(plays());
  move_to_lane(model_, series_, 1);
  EXPECT_FALSE(model_.training_plays);
  const checkpoint::Place there = model_.checkpoint;
  advance_training(model_, series_, 100);
  EXPECT_EQ(model_.checkpoint, there);
  move_to(model_, 0);
  ASSERT_TRUE(plays());
  move_along(model_, series_, 1.5F);
  EXPECT_FALSE(model_.training_plays);
  ASSERT_TRUE(plays());
  stand_at(model_, place_at(2));
  EXPECT_FALSE(model_.training_plays);
}

TEST_F(TrainingAxis, NothingLiesBetweenTwoPrograms) {
  series_.architecture = checkpoint::script_architecture;
  move_along(model_, series_, 1.4F);
  EXPECT_EQ(model_.checkpoint, place_at(1));
  model_.steps_a_tick = 10;
  play_training(model_, series_, true);
  advance_training(model_, series_, 9);
  EXPECT_EQ(model_.checkpoint, place_at(1));
  advance_training(model_, series_, 1);
  EXPECT_EQ(model_.checkpoint, place_at(2));
}

TEST_F(TrainingAxis, PlayingWithTicksOnlyJumps) {
  model_.steps_a_tick = 10;
  model_.ticks_only = true;
  play_training(model_, series_, true);
  advance_training(model_, series_, 9);
  EXPECT_EQ(model_.checkpoint, place_at(0));
  advance_training(model_, series_, 1);
  EXPECT_EQ(model_.checkpoint, place_at(1));
}

TEST_F(TrainingAxis, AFinishedDreamGoesOnUnderOtherWeights) {
  auto frame = std::make_shared<engine::Frame>();
  frame->phase = engine::Phase::finished;
  model_.frame = frame;
  move_to(model_, 0);
  EXPECT_FALSE(model_.endless) << "it stands there already";
  move_to(model_, 2);
  EXPECT_TRUE(model_.endless);
}

}  // namespace
}  // namespace birddream::ui
