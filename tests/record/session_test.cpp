#include "record/session.h"

#include <gtest/gtest.h>

#include "record/precisions.h"

namespace birddream::record {
namespace {

Session steered() {
  Session session;
  session.program_version = "0.1.0";
  session.series = "Birds";
  session.preset = "birds";
  session.steps = 90;
  SessionChange change;
  change.checkpoint = "full-0.safetensors";
  change.weights = "00000000000000aa";
  change.precision = "bfloat16";
  change.params.seed = 7;
  session.changes.push_back(change);
  change.step = 12;
  change.params.jitter = 40;
  session.changes.push_back(change);
  change.step = 30;
  change.checkpoint = "full-0.safetensors~full-1.safetensors@0.333333343";
  change.weights = "00000000000000bb";
  change.precision = "float32";
  session.changes.push_back(change);
  session.photos = {{"/photos/garden.jpg", "00000000000000cc"}};
  return session;
}

void expect_same(const Session& a, const Session& b) {
  EXPECT_EQ(a.series, b.series);
  EXPECT_EQ(a.preset, b.preset);
  EXPECT_EQ(a.steps, b.steps);
  ASSERT_EQ(a.changes.size(), b.changes.size());
  for (std::size_t i = 0; i < a.changes.size(); ++i) {
    EXPECT_EQ(a.changes[i].step, b.changes[i].step) << i;
    EXPECT_EQ(a.changes[i].params, b.changes[i].params) << i;
    EXPECT_EQ(a.changes[i].checkpoint, b.changes[i].checkpoint) << i;
    EXPECT_EQ(a.changes[i].weights, b.changes[i].weights) << i;
    EXPECT_EQ(a.changes[i].precision, b.changes[i].precision) << i;
  }
  EXPECT_EQ(a.photos, b.photos);
}

TEST(Session, SurvivesBeingWrittenAndRead) {
  const auto read = session_from_text(to_text(steered()));
  ASSERT_TRUE(read) << read.error().message;
  expect_same(*read, steered());
}

TEST(Session, WhateverItMayBeComputedInIsRead) {
  for (const std::string_view precision : precisions) {
    Session session = steered();
    session.changes[1].precision = precision;
    const auto read = session_from_text(to_text(session));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->changes[1].precision, precision);
  }
}

TEST(Session, OneThatTellsNoPrecisionIsOfATimeWhenThereWasOne) {
  const auto read = session_from_text(R"({"birddream_session": 1, "changes": [{"step": 3}]})");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->changes.size(), 2U);
  EXPECT_EQ(read->changes[0].precision, "plain");
  EXPECT_EQ(read->changes[1].precision, "plain");
}

TEST(Session, AChangeHoldsOnlyWhatChanged) {
  const std::string text = to_text(steered());
  EXPECT_EQ(text.find("\"seed\""), text.rfind("\"seed\"")) << text;
}

TEST(Session, OneWithoutChangesWasNeverSteered) {
  const auto read =
      session_from_text(R"({"birddream_session": 1, "params": {"seed": 3}, "checkpoint": "a"})");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->changes.size(), 1U);
  EXPECT_EQ(read->changes[0].params.seed, 3U);
  EXPECT_EQ(read->changes[0].checkpoint, "a");
  EXPECT_EQ(read->changes[0].precision, "plain");
}

TEST(Session, RefusesWhatItCannotUse) {
  for (const char* bad :
       {"", "{", "[]", "{}", R"({"birddream_session": 99})", R"({"birddream_session": "1"})",
        R"({"birddream_session": 1, "steps": -1})", R"({"birddream_session": 1, "series": 4})",
        R"({"birddream_session": 1, "precision": "int4"})",
        R"({"birddream_session": 1, "params": {"steps": -4}})", R"({"birddream_session": 1, "changes": 1})",
        R"({"birddream_session": 1, "changes": [4]})",
        R"({"birddream_session": 1, "changes": [{"step": 9}, {"step": 8}]})",
        R"({"birddream_session": 1, "changes": [{"step": 9, "params": {"seed": "x"}}]})"})
    EXPECT_FALSE(session_from_text(bad)) << bad;
}

}  // namespace
}  // namespace birddream::record
