#include "ui/hands.h"
#include "ui/training_axis.h"

namespace birddream::ui {
namespace {

using checkpoint::place_at;

class UiCompare : public Hands {
 protected:
  void SetUp() override {
    begin(5);
    model().checkpoint = place_at(4);
    params().steps = 12;
    restart(model());
    ASSERT_TRUE(obeyed());
    play([](ImGuiTestContext* c) { c->ItemClick("//Picture/###compare"); });
    ASSERT_TRUE(model().compare.on);
  }
  bool other_at(int steps) {
    return draw_until([&] {
      const engine::Tile* other = other_tile(model());
      return other != nullptr && other->report.step == steps;
    });
  }
};

TEST_F(UiCompare, BStaysWhatAWasWhenItBegan) {
  const std::string before = species_of(params());
  pick_species(model(), "peacock");
  EXPECT_TRUE(other_at(12));
  EXPECT_EQ(species_of(params_of_other(model())), before);
  EXPECT_EQ(other_tile(model())->place, place_at(4));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_B); });
  EXPECT_EQ(species_of(params_of_other(model())), "peacock") << "held again";
}

TEST_F(UiCompare, BMayHaveAnotherCheckpointOrRecipe) {
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Picture/##other_checkpoint");
    c->ItemClick("//$FOCUSED/epoch 1##epoch-1.safetensors");
    c->ItemClick("//Picture/##other_recipe");
    c->ItemClick("//$FOCUSED/Recipe of A");
  });
  EXPECT_EQ(model().compare.place, place_at(1));
  EXPECT_EQ(params_of_other(model()), params());
  EXPECT_TRUE(draw_until([&] {
    const engine::Tile* other = other_tile(model());
    return other != nullptr && other->place == place_at(1);
  }));
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Picture/##other_recipe");
    c->ItemClick("//$FOCUSED/Original 2021");
  });
  EXPECT_EQ(params_of_other(model()).parametrisation, recipe::Parametrisation::pixel);
  EXPECT_EQ(species_of(params_of_other(model())), species_of(params()));
}

TEST_F(UiCompare, TheSidesChangePlacesWithWhatTheyHaveDreamt) {
  model().compare.place = place_at(1);
  ASSERT_TRUE(other_at(12));
  ASSERT_TRUE(draw_until([this] { return step() == 12; }));
  const int restarts = painting->restarts;
  play([](ImGuiTestContext* c) { c->ItemClick("//Picture/###swap"); });
  EXPECT_EQ(model().checkpoint, place_at(1));
  EXPECT_EQ(model().compare.place, place_at(4));
  EXPECT_TRUE(draw_until([this] { return model().frame->checkpoint == place_at(1); }));
  EXPECT_EQ(step(), 12);
  EXPECT_TRUE(other_at(12));
  EXPECT_EQ(painting->restarts, restarts) << "neither began anew";
}

TEST_F(UiCompare, TheSidesChangePlacesWhileTheNewestPlaceIsNotObeyedYet) {
  set_place_of_other(model(), place_at(1));
  ASSERT_TRUE(other_at(12));
  ASSERT_TRUE(draw_until([this] { return step() == 12; }));
  const int restarts = painting->restarts;
  move_to(model(), 2);
  swap_sides(model());
  EXPECT_EQ(model().compare.place, place_at(2));
  EXPECT_TRUE(draw_until([this] { return model().frame->checkpoint == place_at(1); }));
  EXPECT_TRUE(draw_until([this] {
    const engine::Tile* other = other_tile(model());
    return other != nullptr && other->place == place_at(2);
  }));
  EXPECT_GE(other_tile(model())->report.step, 12);
  EXPECT_EQ(painting->restarts, restarts) << "neither began anew";
}

TEST_F(UiCompare, BIsNoneOfTheFilmstripsEvenWithTheRecipeOfA) {
  set_recipe_of_other(model(), OtherRecipe::same);
  EXPECT_EQ(wish_for_other(model())->params, params());
}

TEST_F(UiCompare, ADifferenceDreamRaisesUnderBAndLowersUnderA) {
  set_place_of_other(model(), place_at(1));
  play([](ImGuiTestContext* c) { c->ItemClick("//Picture/B - A"); });
  ASSERT_EQ(params().targets.size(), 2U);
  EXPECT_EQ(params().targets[0].checkpoint, "epoch-1.safetensors");
  EXPECT_EQ(params().targets[0].weight, 1);
  EXPECT_EQ(params().targets[1].checkpoint, "");
  EXPECT_EQ(params().targets[1].weight, -1);
  EXPECT_TRUE(obeyed());
  EXPECT_EQ(desk().shown.params.targets, params().targets);
}

TEST_F(UiCompare, InADifferenceDreamBKeepsTheRecipeThatWasAs) {
  set_place_of_other(model(), place_at(1));
  set_recipe_of_other(model(), OtherRecipe::same);
  const recipe::DreamParams before = params();
  play([](ImGuiTestContext* c) { c->ItemClick("//Picture/B - A"); });
  EXPECT_EQ(params_of_other(model()), before) << "raised and lowered under one network is nothing";
}

TEST_F(UiCompare, APresetIsDreamtInTheSizeOfA) {
  params().width = 96;
  params().height = 64;
  for (const recipe::Preset& preset : recipe::built_in_presets()) {
    set_recipe_of_other(model(), OtherRecipe::preset, preset.name);
    EXPECT_EQ(params_of_other(model()).width, 96) << preset.name;
    EXPECT_EQ(params_of_other(model()).height, 64) << preset.name;
  }
}

TEST_F(UiCompare, ADreamThatFailsEndsThePlayingOfTheTraining) {
  model().checkpoint = place_at(0);
  play_training(model(), desk().series, true);
  ASSERT_TRUE(draw_until([this] { return step() > 20; }));
  ASSERT_TRUE(model().training_plays);
  painting->fail_at_step = step() + 10;
  ASSERT_TRUE(draw_until([this] { return model().frame->phase == engine::Phase::failed; }));
  EXPECT_FALSE(model().training_plays);
}

TEST_F(UiCompare, TheWipeIsDraggedAndTheViewsChange) {
  ASSERT_TRUE(other_at(12));
  play([](ImGuiTestContext* c) {
    const ImRect rect = c->ItemInfo("//Picture/##picture").RectFull;
    c->MouseMoveToPos(rect.GetCenter());
    c->MouseDown();
    c->MouseMoveToPos({rect.Min.x + 0.25F * rect.GetWidth(), rect.GetCenter().y});
    c->MouseUp();
  });
  EXPECT_NEAR(model().compare.wipe, 0.25F, 0.02F);
  EXPECT_TRUE(model().view.fit) << "the picture itself was not moved";
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Picture/##compare_view");
    c->ItemClick("//$FOCUSED/Difference");
  });
  EXPECT_EQ(model().compare.view, CompareView::difference);
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Picture/##compare_view");
    c->ItemClick("//$FOCUSED/Blink");
  });
  EXPECT_EQ(model().compare.view, CompareView::blink);
  EXPECT_TRUE(workbench->is_lively()) << "it must blink while nothing else moves";
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_C); });
  EXPECT_FALSE(model().compare.on);
  EXPECT_TRUE(draw_until([this] { return model().beside->tiles.empty(); }));
}

}  // namespace
}  // namespace birddream::ui
