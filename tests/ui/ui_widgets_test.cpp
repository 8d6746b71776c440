#include "ui/hands.h"

#include <imgui_internal.h>

namespace birddream::ui {
namespace {

using Ui = Hands;

TEST_F(Ui, ADraggedSliderIsInTheNextStepOfTheSameDream) {
  const float before = params().learning_rate;
  const std::uint64_t dream = model().frame->dream;
  play([](ImGuiTestContext* c) { c->ItemDragWithDelta("//Recipe/##learning_rate", {15, 0}); });
  EXPECT_NE(params().learning_rate, before);
  ASSERT_TRUE(obeyed());
  const int steps = painting->steps;
  ASSERT_TRUE(draw_until([&] { return painting->steps > steps + 1; }));
  EXPECT_EQ(painting->used().learning_rate, params().learning_rate);
  EXPECT_EQ(model().frame->dream, dream);
  EXPECT_TRUE(desk().shown.steered);
}

TEST_F(Ui, ADragIsOneEntryOfUndo) {
  const float before = params().learning_rate;
  const std::size_t entries = desk().history.size();
  play([](ImGuiTestContext* c) {
    c->MouseMove("//Recipe/##learning_rate");
    c->MouseDown();
    for (int i = 0; i < 10; ++i) {
      c->MouseMoveToPos({c->UiContext->IO.MousePos.x + 3, c->UiContext->IO.MousePos.y});
      c->Yield();
    }
    c->MouseUp();
  });
  const float after = params().learning_rate;
  ASSERT_NE(after, before);
  EXPECT_EQ(desk().history.size(), entries + 1);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  EXPECT_EQ(params().learning_rate, before);
  ASSERT_TRUE(draw_until([&] { return painting->used().learning_rate == before; }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Y); });
  EXPECT_EQ(params().learning_rate, after);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Z); });
  EXPECT_EQ(params().learning_rate, after);
}

TEST_F(Ui, ShiftDragsTenTimesFiner) {
  // Each at another place: two clicks at the same one would be a double click.
  const auto drag = [this](float from, float pixels, bool fine) {
    params().rotate = 90;
    draw(2);
    play([=](ImGuiTestContext* c) {
      c->MouseMove("//Recipe/##rotate");  // brings it into sight
      const ImRect item = c->ItemInfo("//Recipe/##rotate").RectFull;
      c->MouseMoveToPos({item.Min.x + from * item.GetWidth(), item.GetCenter().y});
      if (fine) c->KeyDown(ImGuiMod_Shift);
      c->MouseDown();
      c->Yield(2);
      c->MouseMoveToPos({c->UiContext->IO.MousePos.x + pixels, c->UiContext->IO.MousePos.y});
      c->Yield(2);
      c->MouseUp();
      if (fine) c->KeyUp(ImGuiMod_Shift);
    });
    return params().rotate;
  };
  const float fine = drag(0.4F, 40, true);
  const float moved = drag(0.1F, 40, false);
  const float at_pointer = drag(0.5F, 0, false);
  const float unmoved = drag(0.1F, 0, false);
  EXPECT_GT(at_pointer, unmoved) << "without Shift the knob comes to the pointer";
  EXPECT_GT(fine, 90) << "with it, it moves from where it was";
  EXPECT_NEAR(fine - 90, (moved - unmoved) / 10, 0.25F) << "a tenth as far";
}

TEST_F(Ui, AValueCanBeTypedAndIsKeptInItsRange) {
  play([](ImGuiTestContext* c) { c->ItemInputValue("//Recipe/##jitter", 21); });
  EXPECT_EQ(params().jitter, 21);
  play([](ImGuiTestContext* c) { c->ItemInputValue("//Recipe/##jitter", 9999); });
  EXPECT_EQ(params().jitter, 128);
}

TEST_F(Ui, WhatIsNoNumberIsNotTaken) {
  const float before = params().learning_rate;
  const std::size_t entries = desk().history.size();
  for (const char* typed : {"nan", "inf"}) {
    play([typed](ImGuiTestContext* c) {
      c->ItemInput("//Recipe/##learning_rate");
      c->KeyCharsReplaceEnter(typed);
    });
    EXPECT_EQ(params().learning_rate, before) << typed;
  }
  draw(10);
  EXPECT_EQ(desk().history.size(), entries);
}

TEST_F(Ui, ADoubleClickTypesAValue) {
  play([](ImGuiTestContext* c) {
    c->MouseMove("//Recipe/##jitter");
    c->MouseDoubleClick();
    c->KeyCharsReplaceEnter("7");
  });
  EXPECT_EQ(params().jitter, 7);
}

TEST_F(Ui, ARightClickGoesBackToThePresetsValue) {
  const int preset = preset_params(model()).jitter;
  play([](ImGuiTestContext* c) {
    c->ItemInputValue("//Recipe/##jitter", 55);
    c->ItemClick("//Recipe/##jitter", ImGuiMouseButton_Right);
  });
  EXPECT_EQ(params().jitter, preset);
}

TEST_F(Ui, OneEndOfARangePushesTheOther) {
  play([](ImGuiTestContext* c) { c->ItemInputValue("//Recipe/##blur_min", 2.5F); });
  EXPECT_FLOAT_EQ(params().blur_min, 2.5F);
  EXPECT_FLOAT_EQ(params().blur_max, 2.5F);
  play([](ImGuiTestContext* c) { c->ItemInputValue("//Recipe/##blur_max", 1.0F); });
  EXPECT_FLOAT_EQ(params().blur_min, 1.0F);
}

TEST_F(Ui, AnObjectiveIsAddedGivenALayerAndRemoved) {
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/+  Add another"); });
  ASSERT_EQ(params().targets.size(), 2U);
  EXPECT_EQ(params().targets[1].species, species_of(params()));
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/$$1/##kind");
    c->ItemClick("//$FOCUSED/Layer");
  });
  EXPECT_EQ(params().targets[1].kind, recipe::ObjectiveKind::layer);
  EXPECT_EQ(params().targets[1].layer, "inception_4d");
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/$$1/##layer");
    c->ItemClick("//$FOCUSED/inception_3a");
  });
  EXPECT_EQ(params().targets[1].layer, "inception_3a");
}

TEST_F(Ui, ASectionClosesAndIsRemembered) {
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/Step"); });
  EXPECT_EQ(workbench->settings().closed_sections, std::vector<std::string>{"Step"});
  draw(2);
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/Step"); });
  EXPECT_TRUE(workbench->settings().closed_sections.empty());
}

}  // namespace
}  // namespace birddream::ui
