#include "ui/actions.h"
#include "ui/hands.h"

#include <imgui_internal.h>

namespace birddream::ui {
namespace {

using Ui = Hands;

TEST_F(Ui, TypedTextTriggersNoKey) {
  const Model before = model();
  const std::size_t entries = desk().history.size();
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Species/##search");
    // Real key presses with their characters, as a keyboard sends them.
    for (const ImGuiKey key : {ImGuiKey_S, ImGuiKey_R, ImGuiKey_N, ImGuiKey_V, ImGuiKey_F, ImGuiKey_1,
                               ImGuiKey_D, ImGuiKey_Space, ImGuiKey_Period}) {
      c->KeyPress(key);
    }
    c->KeyChars("srnvf1d .");
    c->KeyPress(ImGuiKey_LeftArrow);
    c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z);
  });
  EXPECT_EQ(model().restarts, before.restarts);
  EXPECT_EQ(model().single_steps, before.single_steps);
  EXPECT_EQ(model().run, before.run);
  EXPECT_EQ(model().checkpoint, before.checkpoint);
  EXPECT_EQ(params(), before.params);
  EXPECT_EQ(model().view.fit, before.view.fit);
  EXPECT_EQ(desk().history.size(), entries);
  EXPECT_EQ(toast(), "");
  EXPECT_FALSE(std::filesystem::exists(folder / "saved"));
}

TEST_F(Ui, KeysAreNobodysWhileAWindowWantsAnAnswer) {
  const Model before = model();
  play([](ImGuiTestContext* c) {
    c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_O);
    c->Yield(3);
    // Beside everything, so that nobody types.
    const ImRect window = c->WindowInfo("//Open").RectFull;
    c->MouseMoveToPos({window.Max.x - 60, c->ItemInfo("//Open/###up").RectFull.GetCenter().y});
    c->MouseClick();
    for (const ImGuiKey key : {ImGuiKey_D, ImGuiKey_R, ImGuiKey_C, ImGuiKey_Tab, ImGuiKey_Space})
      c->KeyPress(key);
    c->ItemClick("//Open/Cancel");
  });
  EXPECT_EQ(params().seed, before.params.seed);
  EXPECT_EQ(model().restarts, before.restarts);
  EXPECT_EQ(model().run, before.run);
  EXPECT_FALSE(model().compare.on);
  EXPECT_FALSE(model().picture_only);
}

TEST_F(Ui, WhatIsTypedAfterOpenIsAPath) {
  play([](ImGuiTestContext* c) {
    c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_O);
    c->Yield(3);
    c->KeyCharsReplaceEnter("/no/such/picture.png");
  });
  EXPECT_NE(toast().find("/no/such/picture.png"), std::string::npos) << toast();
}

TEST_F(Ui, TheWheelReachesEveryCommandOfThePalette) {
  float scrolled = 0;
  play([&](ImGuiTestContext* c) {
    c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_P);
    c->Yield(3);
    const ImGuiTestItemInfo list = c->WindowInfo("//$FOCUSED/##commands");
    c->MouseMoveToPos(list.RectFull.GetCenter());
    c->MouseWheelY(-8);
    c->Yield(20);
    scrolled = list.Window != nullptr ? list.Window->Scroll.y : 0;
    c->PopupCloseAll();
  });
  EXPECT_GT(scrolled, 50);
}

TEST_F(Ui, KeysRunPauseStepAndRestart) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Space); });
  EXPECT_FALSE(model().run);
  ASSERT_TRUE(draw_until([&] { return model().frame->phase == engine::Phase::paused; }));
  ASSERT_TRUE(obeyed());
  const int steps = painting->steps;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_N); });
  EXPECT_TRUE(draw_until([&] { return painting->steps == steps + 1; }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Period); });
  EXPECT_TRUE(draw_until([&] { return step() > 0 && painting->steps == steps + 2; }));
  draw(20);
  EXPECT_EQ(painting->steps, steps + 2);
  const int restarts = painting->restarts;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_R); });
  EXPECT_TRUE(draw_until([&] { return painting->restarts == restarts + 1; }));
  EXPECT_TRUE(model().run);
}

TEST_F(Ui, TheTransportsButtonsDoTheSame) {
  play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###run"); });
  EXPECT_FALSE(model().run);
  play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###step"); });
  EXPECT_EQ(model().single_steps, 1U);
  const std::uint64_t restarts = model().restarts;
  play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###restart"); });
  EXPECT_EQ(model().restarts, restarts + 1);
}

TEST_F(Ui, TheSeedsDiceBeginsAnotherDream) {
  const std::uint64_t seed = params().seed;
  const int restarts = painting->restarts;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_D); });
  EXPECT_NE(params().seed, seed);
  EXPECT_TRUE(draw_until([&] { return painting->restarts == restarts + 1; }));
}

TEST_F(Ui, LeftAndRightGoAlongTheSeriesAndStopAtItsEnds) {
  begin(3);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_LeftArrow); });
  EXPECT_EQ(model().checkpoint, checkpoint::place_at(0));
  const std::uint64_t dream = model().frame->dream;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_RightArrow); });
  EXPECT_TRUE(draw_until([&] { return model().frame->checkpoint == checkpoint::place_at(1); }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_RightArrow, 3); });
  EXPECT_EQ(model().checkpoint, checkpoint::place_at(2));
  EXPECT_TRUE(draw_until([&] { return model().frame->checkpoint == checkpoint::place_at(2); }));
  EXPECT_EQ(model().frame->dream, dream);  // the dream lives on
}

TEST_F(Ui, TabLeavesThePictureAloneAndBringsThePanelsBack) {
  EXPECT_TRUE(window_shown("Recipe"));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Tab); });
  EXPECT_TRUE(window_shown("Picture only"));
  EXPECT_FALSE(window_shown("Recipe"));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Tab); });
  draw(3);
  EXPECT_FALSE(window_shown("Picture only"));
  EXPECT_TRUE(window_shown("Recipe"));
  EXPECT_NE(ImGui::FindWindowByName("Recipe")->DockNode, nullptr);
  EXPECT_FALSE(ImGui::GetIO().WantTextInput);
}

TEST_F(Ui, QuitComesFromItsKeyAndItsMenuButNotFromEscape) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Escape); });
  EXPECT_FALSE(workbench->wants_quit());
  play([](ImGuiTestContext* c) { c->MenuClick("##MainMenuBar/File/Quit"); });
  EXPECT_TRUE(workbench->wants_quit());
  model().quit = false;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Q); });
  EXPECT_TRUE(workbench->wants_quit());
}

TEST_F(Ui, TheInterfaceGrowsShrinksAndIsAsTheScreenSaysAgain) {
  ASSERT_EQ(desk().settings.scale, 0);
  EXPECT_FALSE(is_enabled(*find_action("scale_of_screen"), desk()));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Equal, 2); });
  EXPECT_FLOAT_EQ(desk().settings.scale, 1.25F);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Minus); });
  EXPECT_FLOAT_EQ(desk().settings.scale, 1.125F);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_0); });
  EXPECT_EQ(desk().settings.scale, 0);
  EXPECT_EQ(scale_of(desk()), 1);
}

TEST_F(Ui, ThePaletteRunsActionsAndFindsBirds) {
  const std::uint64_t restarts = model().restarts;
  play([](ImGuiTestContext* c) {
    c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_P);
    c->Yield(3);
    c->KeyChars("restart");
    c->KeyPress(ImGuiKey_Enter);
  });
  EXPECT_EQ(model().restarts, restarts + 1);
  play([](ImGuiTestContext* c) {
    c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_P);
    c->Yield(3);
    c->KeyChars("macaw");
    c->KeyPress(ImGuiKey_Enter);
  });
  EXPECT_EQ(species_of(params()), "macaw");
  play([](ImGuiTestContext* c) {
    c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_P);
    c->Yield(3);
    c->KeyChars("theme");
    c->KeyPress(ImGuiKey_Enter);
  });
  EXPECT_FALSE(desk().settings.dark);
}

TEST_F(Ui, TheWindowSleepsWhenNothingHappens) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Space); });
  ASSERT_TRUE(obeyed());
  draw(120);
  EXPECT_FALSE(workbench->is_lively());
  desk().toasts.say("Something was saved");
  EXPECT_TRUE(workbench->is_lively());
}

}  // namespace
}  // namespace birddream::ui
