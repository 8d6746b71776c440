#include "ui/hands.h"

namespace birddream::ui {
namespace {

/// What is not a parameter of the table goes back by a right-click as well.
class UiReset : public Hands {
 protected:
  void type_then_reset(const char* item, const char* typed, const std::function<void()>& while_changed) {
    play([=](ImGuiTestContext* c) { c->ItemInputValue(item, typed); });
    while_changed();
    play([=](ImGuiTestContext* c) { c->ItemClick(item, ImGuiMouseButton_Right); });
  }
};

TEST_F(UiReset, TheWeightOfAnObjective) {
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/+  Add another"); });
  ASSERT_EQ(params().targets.size(), 2U);
  const std::uint64_t dream = model().frame->dream;
  type_then_reset("//Recipe/$$1/##weight", "-0.5", [&] {
    EXPECT_FLOAT_EQ(params().targets[1].weight, -0.5F);
    ASSERT_TRUE(obeyed());
    EXPECT_TRUE(draw_until([&] { return painting->used().targets[1].weight == -0.5F; }));
    EXPECT_EQ(model().frame->dream, dream) << "it is in the next step of the same dream";
  });
  EXPECT_FLOAT_EQ(params().targets[1].weight, 1);
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/$$1/###remove"); });
  EXPECT_EQ(params().targets.size(), 1U);
}

TEST_F(UiReset, TheChannelOfALayer) {
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/$$0/##kind");
    c->ItemClick("//$FOCUSED/Channel");
  });
  ASSERT_EQ(params().targets[0].kind, recipe::ObjectiveKind::channel);
  type_then_reset("//Recipe/$$0/##channel", "37", [&] {
    EXPECT_EQ(params().targets[0].channel, 37);
    ASSERT_TRUE(obeyed());
    EXPECT_TRUE(draw_until([&] { return painting->used().targets[0].channel == 37; }));
  });
  EXPECT_EQ(params().targets[0].channel, 0);
  play([](ImGuiTestContext* c) { c->ItemInputValue("//Recipe/$$0/##channel", 9999); });
  EXPECT_EQ(params().targets[0].channel, 527) << "the layer has no more";
}

TEST_F(UiReset, WhatAVideoIsDreamtWith) {
  model().film.file = folder / "garden.mp4";
  model().show_film = true;
  draw(2);
  const FilmForm usual;
  type_then_reset("//Video/##film_steps", "33", [&] { EXPECT_EQ(model().film.steps, 33); });
  EXPECT_EQ(model().film.steps, usual.steps);
  type_then_reset("//Video/##film_carry", "0.9", [&] { EXPECT_FLOAT_EQ(model().film.carry, 0.9F); });
  EXPECT_FLOAT_EQ(model().film.carry, usual.carry);
  type_then_reset("//Video/##film_side", "512", [&] { EXPECT_EQ(model().film.side, 512); });
  EXPECT_EQ(model().film.side, usual.side);
}

TEST_F(UiReset, HowFastATrainingPlays) {
  begin(3);
  type_then_reset("//Checkpoint/##steps_a_tick", "70", [&] { EXPECT_EQ(model().steps_a_tick, 70); });
  EXPECT_EQ(model().steps_a_tick, 24);
}

TEST_F(UiReset, HowARecordingIsMade) {
  const RecordOptions& how = desk().settings.record;
  play([&](ImGuiTestContext* c) {
    c->ItemClick("//##transport/###record_how");
    c->ItemInputValue("//$FOCUSED/##rate", 50);
    c->ItemInputValue("//$FOCUSED/##every", 7);
  });
  EXPECT_EQ(how.frames_per_second, 50);
  EXPECT_EQ(how.every, 7);
  play([](ImGuiTestContext* c) {
    c->ItemClick("//$FOCUSED/##rate", ImGuiMouseButton_Right);
    c->ItemClick("//$FOCUSED/##every", ImGuiMouseButton_Right);
  });
  EXPECT_EQ(how.frames_per_second, 30);
  EXPECT_EQ(how.every, 1);
}

}  // namespace
}  // namespace birddream::ui
