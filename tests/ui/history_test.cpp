#include "ui/history.h"

#include <gtest/gtest.h>

namespace birddream::ui {
namespace {

Recipe with_jitter(int jitter) {
  Recipe recipe;
  recipe.params.jitter = jitter;
  return recipe;
}

TEST(History, HasNothingToUndoAtFirst) {
  History history;
  EXPECT_FALSE(history.can_undo());
  EXPECT_FALSE(history.undo());
  history.observe(with_jitter(1), false);
  EXPECT_FALSE(history.can_undo());
  EXPECT_FALSE(history.can_redo());
}

TEST(History, GoesBackAndForth) {
  History history;
  for (const int jitter : {1, 2, 3}) history.observe(with_jitter(jitter), false);
  EXPECT_EQ(history.undo()->params.jitter, 2);
  EXPECT_EQ(history.undo()->params.jitter, 1);
  EXPECT_FALSE(history.undo());
  EXPECT_EQ(history.redo()->params.jitter, 2);
  EXPECT_EQ(history.redo()->params.jitter, 3);
  EXPECT_FALSE(history.redo());
}

TEST(History, TakesADragAsOneEntryWhenTheHandLetsGo) {
  History history;
  history.observe(with_jitter(1), false);
  for (int jitter = 2; jitter < 30; ++jitter) history.observe(with_jitter(jitter), true);
  EXPECT_FALSE(history.can_undo());
  history.observe(with_jitter(30), false);
  EXPECT_EQ(history.size(), 2U);
  EXPECT_EQ(history.undo()->params.jitter, 1);
}

TEST(History, ForgetsTheFutureAfterAnotherChange) {
  History history;
  for (const int jitter : {1, 2, 3}) history.observe(with_jitter(jitter), false);
  history.observe(*history.undo(), false);
  history.observe(with_jitter(9), false);
  EXPECT_FALSE(history.can_redo());
  EXPECT_EQ(history.undo()->params.jitter, 2);
}

TEST(History, WhatAnotherHandMovedIsNoEntry) {
  History history;
  for (const int jitter : {1, 2, 3}) history.observe(with_jitter(jitter), false);
  history.observe(*history.undo(), false);
  Recipe moved = with_jitter(2);
  moved.checkpoint = checkpoint::place_at(4);
  moved.endless = true;
  history.moved_to(moved.checkpoint, moved.endless);
  history.observe(moved, false);
  EXPECT_EQ(history.size(), 3U);
  EXPECT_EQ(history.redo()->params.jitter, 3) << "what was undone is still there";
}

TEST(History, SeeingTheSameAgainAddsNothing) {
  History history;
  for (int i = 0; i < 5; ++i) history.observe(with_jitter(4), false);
  EXPECT_EQ(history.size(), 1U);
}

TEST(History, RemembersThePreset) {
  History history;
  Recipe recipe = with_jitter(1);
  recipe.preset = "birds";
  history.observe(recipe, false);
  recipe.preset = "lucid";
  history.observe(recipe, false);
  EXPECT_EQ(history.undo()->preset, "birds");
}

TEST(History, KeepsTheNewestFiveHundred) {
  History history;
  for (int i = 0; i < 1200; ++i) history.observe(with_jitter(i), false);
  EXPECT_EQ(history.size(), 500U);
  int back = 0;
  while (history.undo()) ++back;
  EXPECT_EQ(back, 499);
  EXPECT_EQ(history.redo()->params.jitter, 701);
}

}  // namespace
}  // namespace birddream::ui
