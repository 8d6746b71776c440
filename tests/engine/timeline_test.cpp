#include "engine/timeline.h"

#include <gtest/gtest.h>

namespace birddream::engine {
namespace {

Change change(int step, int jitter, int checkpoint = 0) {
  Change made;
  made.step = step;
  made.params.jitter = jitter;
  made.checkpoint = checkpoint::place_at(checkpoint);
  return made;
}

TEST(Timeline, NotesWhatChangedAndTheLastOfAStep) {
  Timeline timeline;
  timeline.note(change(1, 1));
  EXPECT_TRUE(timeline.changes().empty()) << "no dream yet";
  timeline.restart(change(0, 1));
  timeline.note(change(3, 1));
  timeline.note(change(4, 2));
  timeline.note(change(4, 3));
  timeline.note(change(9, 3, 1));
  ASSERT_EQ(timeline.changes().size(), 3U);
  EXPECT_EQ(timeline.changes()[1].step, 4);
  EXPECT_EQ(timeline.changes()[1].params.jitter, 3);
  EXPECT_EQ(timeline.changes()[2].checkpoint, checkpoint::place_at(1));
  timeline.restart(change(0, 5));
  EXPECT_EQ(timeline.changes().size(), 1U);
}

TEST(Timeline, AnotherPrecisionIsAChange) {
  Timeline timeline;
  Change first = change(0, 1), other = change(4, 1);
  first.precision = "bfloat16";
  other.precision = "float32";
  timeline.restart(first);
  timeline.note(other);
  ASSERT_EQ(timeline.changes().size(), 2U);
  EXPECT_EQ(timeline.changes()[1].precision, "float32");
}

TEST(Timeline, KeepsEachChangeThatActsAtOnce) {
  Timeline timeline;
  timeline.restart(change(0, 1));
  Change pixel = change(7, 1), back = change(7, 1), later = change(7, 2);
  pixel.params.parametrisation = recipe::Parametrisation::pixel;
  timeline.note(pixel);
  timeline.note(back);
  timeline.note(later);
  ASSERT_EQ(timeline.changes().size(), 3U) << "there and back is not nothing; what comes then may be one";
  EXPECT_EQ(timeline.changes()[1].params, pixel.params);
  EXPECT_EQ(timeline.changes()[2].params, later.params);
}

TEST(Timeline, WhatBeganTheDreamStays) {
  Timeline timeline;
  timeline.restart(change(0, 1));
  timeline.note(change(0, 2));
  timeline.note(change(0, 3));
  ASSERT_EQ(timeline.changes().size(), 2U);
  EXPECT_EQ(timeline.changes()[0].params.jitter, 1);
  EXPECT_EQ(timeline.changes()[1].params.jitter, 3);
}

TEST(Timeline, BeyondItsBoundItIsNoneRatherThanAWrongOne) {
  Timeline timeline;
  timeline.restart(change(0, 0));
  for (int step = 1; step < static_cast<int>(Timeline::most) + 10; ++step)
    timeline.note(change(step, step % 2 + 1));
  EXPECT_TRUE(timeline.changes().empty());
  EXPECT_TRUE(timeline.is_lost());
  timeline.restart(change(0, 0));
  EXPECT_FALSE(timeline.is_lost());
}

}  // namespace
}  // namespace birddream::engine
