#include "ui/hands.h"

#include <imgui_internal.h>

#include "image/png.h"
#include "ui/actions.h"

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

TEST_F(Ui, TheSpeciesSearchPicksTheFirstOnEnter) {
  const int restarts = painting->restarts;
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Species/##search");
    c->KeyCharsReplaceEnter("pea");
  });
  EXPECT_EQ(species_of(params()), "peacock");
  EXPECT_TRUE(draw_until([&] { return painting->restarts == restarts + 1; }));
  EXPECT_EQ(species_of(painting->used()), "peacock");
}

TEST_F(Ui, ArrowKeysMoveInTheSearch) {
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Species/##search");
    c->KeyCharsReplace("black");
    c->KeyPress(ImGuiKey_DownArrow, 2);
    c->KeyPress(ImGuiKey_UpArrow);
    c->KeyPress(ImGuiKey_Enter);
  });
  EXPECT_EQ(species_of(params()), "black stork");
}

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

TEST_F(Ui, APresetIsPickedFromTheList) {
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/##preset");
    c->ItemClick("//$FOCUSED/##deepdream-2015");
  });
  EXPECT_EQ(model().preset, "deepdream-2015");
  EXPECT_EQ(params().octaves, 4);
  EXPECT_TRUE(draw_until([&] { return painting->used().octaves == 4; }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  EXPECT_EQ(model().preset, "birds");
  EXPECT_EQ(params().octaves, 1);
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

TEST_F(Ui, AClickOnTheStripPicksACheckpoint) {
  begin(3);
  play([](ImGuiTestContext* c) {
    const ImGuiTestItemInfo strip = c->ItemInfo("//Checkpoint/##checkpoint");
    c->MouseMoveToPos({strip.RectFull.GetCenter().x, strip.RectFull.Min.y + 12});
    c->MouseClick();
  });
  EXPECT_EQ(model().checkpoint, checkpoint::place_at(1));
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

TEST_F(Ui, ZoomAndFitObeyWheelAndKeys) {
  const float fitted = model().view.zoom;
  play([](ImGuiTestContext* c) {
    c->MouseMove("//Picture/##picture");
    c->MouseWheelY(2);
  });
  EXPECT_GT(model().view.zoom, fitted);
  EXPECT_FALSE(model().view.fit);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_1); });
  EXPECT_FLOAT_EQ(model().view.zoom, 1);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_F); });
  EXPECT_FLOAT_EQ(model().view.zoom, fitted);
  play([](ImGuiTestContext* c) { c->ItemDragWithDelta("//Picture/##picture", {40, 0}); });
  EXPECT_FALSE(model().view.fit);
}

TEST_F(Ui, TheLineBetweenRawAndStretchedIsDragged) {
  play([](ImGuiTestContext* c) { c->ItemClick("//Picture/Split"); });
  EXPECT_EQ(model().view.mode, gl::DisplayMode::split);
  play([](ImGuiTestContext* c) {
    const ImGuiTestItemInfo item = c->ItemInfo("//Picture/##picture");
    const ImVec2 middle = item.RectFull.GetCenter();
    c->MouseMoveToPos(middle);
    c->MouseDown();
    c->MouseMoveToPos({middle.x + 0.25F * item.RectFull.GetWidth(), middle.y});
    c->MouseUp();
  });
  EXPECT_NEAR(model().view.wipe, 0.75F, 0.01F);
  EXPECT_TRUE(model().view.fit);  // the picture stayed where it was
}

TEST_F(Ui, ASectionClosesAndIsRemembered) {
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/Step"); });
  EXPECT_EQ(workbench->settings().closed_sections, std::vector<std::string>{"Step"});
  draw(2);
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/Step"); });
  EXPECT_TRUE(workbench->settings().closed_sections.empty());
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
