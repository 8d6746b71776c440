#include "image/png.h"
#include "ui/drawn_text.h"
#include "ui/hands.h"
#include "ui/training_axis.h"

namespace birddream::ui {
namespace {

using checkpoint::place_at;

class UiTraining : public Hands {
 protected:
  void SetUp() override { begin(5); }
};

TEST_F(UiTraining, ADragAlongTheStripGoesBetweenCheckpoints) {
  play([](ImGuiTestContext* c) {
    const ImGuiTestItemInfo strip = c->ItemInfo("//Checkpoint/##checkpoint");
    const float y = strip.RectFull.GetCenter().y;
    const float width = strip.RectFull.GetWidth();
    c->MouseMoveToPos({strip.RectFull.Min.x + 0.2F * width, y});
    c->MouseDown();
    c->MouseMoveToPos({strip.RectFull.Min.x + 0.36F * width, y});
    c->MouseUp();
  });
  EXPECT_NE(model().checkpoint.from, model().checkpoint.to);
  EXPECT_TRUE(draw_until([this] { return model().frame->checkpoint == model().checkpoint; }));
  // The drag is one entry of the history.
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  EXPECT_EQ(model().checkpoint, place_at(0));
}

TEST_F(UiTraining, TicksOnlyPutsItOnACheckpoint) {
  move_along(model(), desk().series, 1.5F);
  play([](ImGuiTestContext* c) { c->ItemClick("//Checkpoint/###ticks_only"); });
  EXPECT_EQ(model().checkpoint.from, model().checkpoint.to);
}

TEST_F(UiTraining, PlayingTheTrainingEndsAtItsLastCheckpoint) {
  model().steps_a_tick = 4;
  const std::uint64_t dream = model().frame->dream;
  play([](ImGuiTestContext* c) { c->ItemClick("//Checkpoint/###play_training"); });
  EXPECT_TRUE(draw_until([this] { return !model().training_plays; }));
  EXPECT_EQ(model().checkpoint, place_at(4));
  EXPECT_EQ(model().frame->dream, dream) << "the dream lives on";
}

TEST_F(UiTraining, TPlaysAtThePaceThatIsSet) {
  play([](ImGuiTestContext* c) {
    c->ItemInputValue("//Checkpoint/##steps_a_tick", 70);
    c->KeyPress(ImGuiKey_T);
  });
  EXPECT_EQ(model().steps_a_tick, 70);
  EXPECT_TRUE(model().training_plays);
  ASSERT_TRUE(draw_until([this] { return model().checkpoint != place_at(0); }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_RightArrow); });
  EXPECT_FALSE(model().training_plays) << "a hand on it ends it";
  EXPECT_EQ(model().checkpoint.from, model().checkpoint.to);
}

TEST_F(UiTraining, KeepGoingOutlivesTheLastStep) {
  params().steps = 5;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_R); });
  ASSERT_TRUE(draw_until([this] { return model().frame->phase == engine::Phase::finished; }));
  play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###endless"); });
  EXPECT_TRUE(draw_until([this] { return step() > 8; }));
}

TEST_F(UiTraining, TheFilmstripShowsEveryCheckpointAndATileBecomesTheMainDream) {
  params().steps = 6;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_R); });
  play([](ImGuiTestContext* c) { c->ItemClick("//Checkpoint/###filmstrip"); });
  EXPECT_TRUE(window_shown("Filmstrip"));
  ASSERT_TRUE(strip_at(5, 6));
  play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/**/epoch-3.safetensors"); });
  EXPECT_EQ(model().checkpoint, place_at(3));
  EXPECT_TRUE(draw_until([this] { return model().frame->checkpoint == place_at(3); }));
  EXPECT_EQ(step(), 6);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_M); });
  EXPECT_FALSE(window_shown("Filmstrip"));
  EXPECT_TRUE(draw_until([this] { return model().beside && model().beside->tiles.empty(); }));
}

TEST_F(UiTraining, TheFilmstripIsOfThePickedCheckpointsAndTellsItsCost) {
  play([](ImGuiTestContext* c) { c->ItemClick("//Checkpoint/###filmstrip"); });
  play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/Picked"); });
  EXPECT_EQ(model().filmstrip_picks, (std::vector<int>{0, 1, 2, 3, 4})) << "one picks from what was shown";
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Filmstrip/##picks");
    c->ItemClick("//$FOCUSED/###epoch-1.safetensors");
    c->ItemClick("//$FOCUSED/###epoch-3.safetensors");
    c->ItemClick("//$FOCUSED/###epoch-4.safetensors");
    c->ItemClick("//$FOCUSED/###epoch-3.safetensors");
    c->PopupCloseAll();
  });
  EXPECT_EQ(model().filmstrip_picks, (std::vector<int>{0, 2, 3}));
  ASSERT_TRUE(draw_until([this] {
    const auto& strip = model().beside;
    return strip && strip->tiles.size() == 3 && strip->tiles[1].place == place_at(2) &&
           strip->tiles[2].report.step > 20 && strip->share > 0;
  }));
  draw(2);
  EXPECT_TRUE(text_shown("Filmstrip", "in step") && text_shown("Filmstrip", "costs"))
      << drawn_text("Filmstrip");
  EXPECT_LE(model().beside->share, 1);
  play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/All"); });
  EXPECT_TRUE(strip_has(5));
}

TEST_F(UiTraining, AHeadIsTransplantedOntoEveryCheckpoint) {
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Checkpoint/##head");
    c->ItemClick("//$FOCUSED/epoch 3##epoch-3.safetensors");
  });
  EXPECT_EQ(model().checkpoint, (checkpoint::Place{0, 0, 0, 3}));
  EXPECT_TRUE(draw_until([this] { return model().frame->checkpoint == model().checkpoint; }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_RightArrow); });
  EXPECT_EQ(model().checkpoint, (checkpoint::Place{1, 1, 0, 3})) << "it stays on";
  play([](ImGuiTestContext* c) { c->ItemClick("//Checkpoint/###filmstrip"); });
  EXPECT_TRUE(draw_until([this] {
    const auto& strip = model().beside;
    return strip && strip->tiles.size() == 5 && strip->tiles[1].place == model().checkpoint &&
           strip->tiles[3].place == place_at(3) && strip->tiles[4].report.step > 0;
  })) << "under every checkpoint of the strip too";
  move_along(model(), desk().series, 3);
  EXPECT_EQ(model().checkpoint, place_at(3)) << "there it is its own";
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Checkpoint/##head");
    c->ItemClick("//$FOCUSED/Own head");
  });
  EXPECT_EQ(model().checkpoint.head, -1);
}

TEST_F(UiTraining, WhoRecognisesWhoseDreamIsShownAsATable) {
  params().steps = 4;
  model().show_filmstrip = true;
  restart(model());
  ASSERT_TRUE(strip_at(5, 4));
  play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/Who sees what"); });
  ASSERT_TRUE(draw_until([this] {
    const auto& shares = model().beside->cross.shares;
    return shares.size() == 25 && std::ranges::min(shares) >= 0;
  }));
  EXPECT_FLOAT_EQ(model().beside->cross.shares[0], 0.5F)
      << "the class dreamt of, as the first checkpoint sees it";
  EXPECT_FLOAT_EQ(model().beside->cross.shares[1], 0.01F);
  EXPECT_TRUE(window_shown("Who recognises whose dream"));
  // Another bird: asked anew, under its own name.
  pick_species(model(), "hen");
  ASSERT_TRUE(obeyed());
  EXPECT_FALSE(text_shown("Who recognises whose dream", "'hen' in each dream"));
  ASSERT_TRUE(draw_until([this] {
    const auto& cross = model().beside->cross;
    return cross.class_index == 2 && cross.shares.size() == 25 && std::ranges::min(cross.shares) >= 0;
  }));
  draw(2);
  EXPECT_TRUE(text_shown("Who recognises whose dream", "'hen' in each dream"));
  play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/Save sheet"); });
  const auto sheet = std::filesystem::path(toast().substr(std::string("Saved ").size()));
  const auto picture = image::read_png(sheet);
  ASSERT_TRUE(picture) << toast();
  EXPECT_GT(picture->picture.width, 5 * 64) << "a column for each checkpoint";
}

TEST_F(UiTraining, WhoRecognisesNeedsABird) {
  params().steps = 4;
  model().show_filmstrip = true;
  restart(model());
  ASSERT_TRUE(strip_has(5));
  play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/Who sees what"); });
  ASSERT_TRUE(draw_until([this] { return text_shown("Who recognises whose dream", "of 'flamingo'"); }));
  pick_preset(model(), "deepdream-2015");
  EXPECT_TRUE(
      draw_until([this] { return text_shown("Who recognises whose dream", "Needs a dream of a species."); }));
}

TEST_F(UiTraining, ASheetOfAnEndlessDreamIsOfTheStepItWasAskedAt) {
  model().endless = true;
  model().show_filmstrip = true;
  ASSERT_TRUE(obeyed());
  ASSERT_TRUE(strip_has(5));
  play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/Save sheet"); });
  EXPECT_TRUE(draw_until([this] { return toast().starts_with("Saved "); })) << "and the dream goes on";
  EXPECT_EQ(model().frame->phase, engine::Phase::running);
}

TEST_F(UiTraining, LookingAtDreamsTellsHowFarItIsAndIsCancelledAndGoesOn) {
  params().steps = 4;
  model().show_filmstrip = true;
  restart(model());
  painting->look_milliseconds = 100;
  ASSERT_TRUE(strip_at(5, 4));
  const auto looked_at = [this] {
    return std::ranges::count_if(model().beside->cross.shares, [](float share) { return share >= 0; });
  };
  play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/Who sees what"); });
  ASSERT_TRUE(draw_until([&] { return looked_at() > 0; }));
  play([](ImGuiTestContext* c) { c->ItemClick("//Who recognises whose dream/Cancel"); });
  draw(1);
  // The one in hand is still answered.
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  draw(5);
  const auto then = looked_at();
  EXPECT_LT(then, 25);
  EXPECT_FALSE(text_shown("Who recognises whose dream", "looked at"));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  draw(10);
  EXPECT_EQ(looked_at(), then) << "what was looked at stays, and nothing more is";
  play([](ImGuiTestContext* c) { c->ItemClick("//Who recognises whose dream/Go on"); });
  draw(1);
  EXPECT_TRUE(text_shown("Who recognises whose dream", "of 25 looked at"))
      << drawn_text("Who recognises whose dream");
  EXPECT_TRUE(draw_until([&] { return looked_at() == 25; }));
  draw(2);
  EXPECT_FALSE(text_shown("Who recognises whose dream", "looked at"));
  painting->look_milliseconds = 5;
  play([](ImGuiTestContext* c) { c->ItemClick("//Who recognises whose dream/Look again"); });
  EXPECT_TRUE(draw_until([&] { return model().cross_scores == 2 && looked_at() < 25; }));
  EXPECT_TRUE(draw_until([&] { return looked_at() == 25; }));
}

TEST_F(UiTraining, ASheetWaitsForItsLastStepAndIsCancelled) {
  params().steps = 40;
  painting->step_milliseconds = 20;
  model().show_filmstrip = true;
  restart(model());
  ASSERT_TRUE(obeyed());
  ASSERT_TRUE(strip_has(5));
  play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/Save sheet"); });
  draw(1);
  EXPECT_TRUE(text_shown("Filmstrip", "of 40")) << drawn_text("Filmstrip");
  play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/Cancel"); });
  draw(1);
  EXPECT_FALSE(text_shown("Filmstrip", "of 40"));
  play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/Save sheet"); });
  painting->step_milliseconds = 0;
  ASSERT_TRUE(draw_until([this] { return toast().starts_with("Saved "); })) << toast();
  EXPECT_EQ(model().beside->tiles.back().report.step, 40);
  int sheets = 0;
  for (const auto& entry : std::filesystem::directory_iterator(desk().saver.folder().value()))
    sheets += entry.path().string().ends_with("-sheet.png") ? 1 : 0;
  EXPECT_EQ(sheets, 1) << "none of the one that was cancelled";
}

TEST_F(UiTraining, ASecondOpinionComesFromAnotherCheckpoint) {
  play([](ImGuiTestContext* c) {
    c->ItemClick("//What it sees/##second");
    c->ItemClick("//$FOCUSED/epoch 2##epoch-2.safetensors");
  });
  EXPECT_EQ(model().second, place_at(2));
  ASSERT_TRUE(draw_until([this] { return model().frame->second.size() == 5; }));
  EXPECT_EQ(model().frame->second[0].class_index, 2);
  EXPECT_FLOAT_EQ(model().frame->second[0].probability, 0.7F);
}

TEST_F(UiTraining, AClickOnTheStripPicksACheckpoint) {
  begin(3);
  play([](ImGuiTestContext* c) {
    const ImGuiTestItemInfo strip = c->ItemInfo("//Checkpoint/##checkpoint");
    c->MouseMoveToPos({strip.RectFull.GetCenter().x, strip.RectFull.Min.y + 12});
    c->MouseClick();
  });
  EXPECT_EQ(model().checkpoint, checkpoint::place_at(1));
}

}  // namespace
}  // namespace birddream::ui
