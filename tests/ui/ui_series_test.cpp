#include "ui/drawn_text.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

using checkpoint::place_at;

/// Another series under a window that shows much of the old one.
class UiSeries : public Hands {
 protected:
  void SetUp() override { begin(5); }
  /// Of fewer checkpoints and classes, as a folder that was dropped.
  void another(int checkpoints, std::size_t classes) {
    checkpoint::Series series = bench_series(checkpoints);
    series.name = "Another";
    series.folder = folder.path();
    series.classes.resize(classes);
    change_series(desk(), std::move(series));
  }
  bool in_step(std::size_t tiles) {
    return strip_at(tiles, 4, true) && draw_until([this] { return step() > 3; });
  }
};

TEST_F(UiSeries, TheFilmstripShowsNothingOfTheOldOne) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_M); });
  ASSERT_TRUE(in_step(5));
  painting->step_milliseconds = 30;  // the engine goes on with the old one for a while
  another(2, 3);
  for (int frame = 0; frame < 40; ++frame) {
    draw(1);
    if (!model().beside) continue;
    for (const engine::Tile& tile : model().beside->tiles) ASSERT_LT(tile.place.from, 2) << frame;
  }
  painting->step_milliseconds = 1;
  ASSERT_TRUE(in_step(2));
  EXPECT_TRUE(text_shown("Filmstrip", "epoch 1"));
  EXPECT_FALSE(text_shown("Filmstrip", "epoch 4"));
  another(1, 3);
  draw(20);
  EXPECT_TRUE(obeyed());
  ASSERT_TRUE(window_shown("Filmstrip"));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_M); });
  EXPECT_FALSE(model().show_filmstrip) << "a strip of one can be closed";
}

TEST_F(UiSeries, ALayerThatItLacksIsItsUsualOne) {
  pick_preset(model(), "deepdream-2015");
  params().targets[0].layer = "conv9";
  ASSERT_TRUE(obeyed());
  EXPECT_EQ(params().targets[0].layer, "inception_4d");
  EXPECT_NE(toast().find("inception_4d"), std::string::npos) << toast();
  EXPECT_NE(model().frame->phase, engine::Phase::failed) << model().frame->message;
}

TEST_F(UiSeries, ABirdThatALayersDreamCarriesIsOneItKnows) {
  pick_species(model(), "macaw");
  pick_preset(model(), "deepdream-2015");
  checkpoint::Series series = bench_series(2);
  std::erase_if(series.classes, [](const auto& info) { return info.name == "macaw"; });
  series.folder = folder.path();
  change_series(desk(), series);
  pick_preset(model(), "birds");
  EXPECT_TRUE(checkpoint::find_class(desk().series, species_of(params()))) << species_of(params());
}

TEST_F(UiSeries, UndoDoesNotReachBackIntoTheOldOne) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_RightArrow, 4); });
  ASSERT_EQ(model().checkpoint, place_at(4));
  another(2, 3);
  ASSERT_TRUE(obeyed());
  EXPECT_FALSE(desk().history.can_undo());
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  EXPECT_EQ(model().checkpoint, place_at(1));
  EXPECT_NE(model().frame->phase, engine::Phase::failed) << model().frame->message;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_LeftArrow); });
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  EXPECT_EQ(model().checkpoint, place_at(1)) << "within the new one it does";
}

TEST_F(UiSeries, TheGalleryOfSpeciesEndsWhereTheNewNamesEnd) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_G); });
  painting->logits = 32;
  restart(model());
  model().gallery_layer = "logits";
  ASSERT_TRUE(draw_until([this] { return text_shown("Gallery", "32 channels"); })) << drawn_text("Gallery");
  another(1, 3);
  EXPECT_TRUE(draw_until([this] { return text_shown("Gallery", "3 channels"); })) << drawn_text("Gallery");
}

TEST_F(UiSeries, SecondOpinionComparisonAndScoresBeginAnew) {
  play([](ImGuiTestContext* c) {
    c->ItemClick("//What it sees/##second");
    c->ItemClick("//$FOCUSED/epoch 3##epoch-3.safetensors");
    c->KeyPress(ImGuiKey_C);
  });
  ASSERT_TRUE(draw_until([this] { return other_tile(model()) != nullptr; }));
  const int id = model().compare.id;
  model().show_cross_scores = true;
  another(2, 3);
  EXPECT_FALSE(model().second);
  EXPECT_FALSE(model().compare.on);
  EXPECT_FALSE(model().show_cross_scores);
  ASSERT_TRUE(obeyed());
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_C); });
  EXPECT_LT(model().compare.id, id) << "no old B is taken for the new one";
  ASSERT_TRUE(draw_until([this] { return other_tile(model()) != nullptr; }));
  EXPECT_EQ(other_tile(model())->place, place_at(1));
}

TEST_F(UiSeries, UntilItsFirstPictureTheWindowSaysWhatItWaitsFor) {
  ASSERT_TRUE(obeyed());
  another(2, 3);
  draw(1);  // the engine has not been asked yet
  EXPECT_TRUE(text_shown("Picture", "Reading epoch 1")) << drawn_text("Picture");
  EXPECT_TRUE(text_shown("What it sees", "five best guesses")) << drawn_text("What it sees");
  EXPECT_TRUE(workbench->is_lively());
  ASSERT_TRUE(obeyed());
  draw(1);
  EXPECT_FALSE(text_shown("Picture", "Reading"));
}

TEST_F(UiSeries, WaysOfTrainingAreLanesToPickFrom) {
  checkpoint::Series series = bench_series(5);
  series.folder = folder.path();
  for (std::size_t i = 3; i < 5; ++i) {
    series.checkpoints[i].mode = "robust";
    series.checkpoints[i].epoch = i == 3 ? 1 : 2;
  }
  change_series(desk(), series);
  model().checkpoint = place_at(1);
  ASSERT_TRUE(obeyed());
  play([](ImGuiTestContext* c) { c->ItemClick("//Checkpoint/Robust"); });
  EXPECT_EQ(model().checkpoint, place_at(3)) << "at the nearest epoch";
  draw(1);
  EXPECT_TRUE(text_shown("Checkpoint", "epoch 4")) << drawn_text("Checkpoint");
  EXPECT_FALSE(text_shown("Checkpoint", "ImageNet"));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_T); });
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_L); });
  EXPECT_FALSE(model().training_plays);
  EXPECT_EQ(checkpoint::lane_of(checkpoint::lanes_of(desk().series), model().checkpoint.from), 0);
  play([](ImGuiTestContext* c) {
    c->KeyPress(ImGuiKey_M);
    c->ItemClick("//Filmstrip/This lane");
  });
  EXPECT_TRUE(strip_has(3));
}

TEST_F(UiSeries, OfMoreCheckpointsThanTilesItIsSaid) {
  another(20, 3);
  model().show_filmstrip = true;
  ASSERT_TRUE(strip_has(12));
  EXPECT_TRUE(draw_until([this] { return text_shown("Filmstrip", "of 20 checkpoints"); }))
      << drawn_text("Filmstrip");
}

TEST_F(UiSeries, OnlookersThatItDoesNotHaveAreForgotten) {
  checkpoint::Series series = bench_series(2);
  recipe::DreamParams params;
  params.targets = {{recipe::ObjectiveKind::class_logit, "hen", "", 0, 1.0F},
                    {recipe::ObjectiveKind::class_logit, "hen", "", 0, -1.0F}};
  params.targets[0].checkpoint = "epoch-1.safetensors";
  params.targets[1].checkpoint = "elsewhere.safetensors";
  choose_known_species(series, params);
  EXPECT_EQ(params.targets[0].checkpoint, "epoch-1.safetensors");
  EXPECT_EQ(params.targets[1].checkpoint, "");
}

}  // namespace
}  // namespace birddream::ui
