#include "ui/model.h"

#include <gtest/gtest.h>

#include <set>

#include "recipe/presets.h"
#include "ui/bench_series.h"

namespace birddream::ui {
namespace {

using recipe::ObjectiveKind;

TEST(Model, PickingASpeciesNamesTheFirstClassObjectiveAndBeginsAnew) {
  Model model;
  model.params.targets = {{ObjectiveKind::layer, "", "conv1", 0, 1},
                          {ObjectiveKind::probability, "hen", "", 0, 1},
                          {ObjectiveKind::class_logit, "kite", "", 0, -0.5F}};
  model.run = false;
  pick_species(model, "macaw");
  EXPECT_EQ(model.params.targets[1].species, "macaw");
  EXPECT_EQ(model.params.targets[2].species, "kite");
  EXPECT_EQ(species_of(model.params), "macaw");
  EXPECT_EQ(model.restarts, 1U);
  EXPECT_TRUE(model.run);
}

TEST(Model, ObjectivesOfTheSameBirdChangeTheirNameTogether) {
  Model model;
  model.params.targets = {{ObjectiveKind::class_logit, "hen", "", 0, 1},
                          {ObjectiveKind::class_logit, "hen", "", 0, -1},
                          {ObjectiveKind::class_logit, "kite", "", 0, 1}};
  pick_species(model, "macaw");
  EXPECT_EQ(model.params.targets[0].species, "macaw");
  EXPECT_EQ(model.params.targets[1].species, "macaw") << "a difference dream stays one";
  EXPECT_EQ(model.params.targets[2].species, "kite");
}

TEST(Model, APhotoGoesToTheGuideThatAskedForIt) {
  Model model;
  model.params.targets = {{ObjectiveKind::guide, "", "conv1", 0, 1},
                          {ObjectiveKind::guide, "", "conv1", 0, 1}};
  model.params.targets[0].photo = "one.jpg";
  pick_photo(model, "start.jpg", photo_for_start);
  EXPECT_EQ(model.params.start_photo, "start.jpg") << "although a guide waits";
  EXPECT_EQ(model.params.targets[1].photo, "");
  pick_photo(model, "two.jpg", 0);
  EXPECT_EQ(model.params.targets[0].photo, "two.jpg");
  EXPECT_EQ(model.params.targets[1].photo, "");
  pick_photo(model, "three.jpg");
  EXPECT_EQ(model.params.targets[1].photo, "three.jpg") << "nobody asked: one that waits";
  pick_photo(model, "four.jpg");
  EXPECT_EQ(model.params.start_photo, "four.jpg");
}

TEST(Model, PickingASpeciesTurnsADreamOfLayersIntoOneOfIt) {
  Model model;
  pick_preset(model, "deepdream-2015");
  EXPECT_EQ(species_of(model.params), "");
  pick_species(model, "macaw");
  ASSERT_EQ(model.params.targets.size(), 1U);
  EXPECT_EQ(model.params.targets[0].kind, ObjectiveKind::class_logit);
  EXPECT_EQ(species_of(model.params), "macaw");
}

TEST(Model, TheSpeciesOutlivesAPresetWithoutOne) {
  Model model;
  pick_species(model, "macaw");
  pick_preset(model, "deepdream-2015");
  pick_preset(model, "birds");
  EXPECT_EQ(species_of(model.params), "macaw");
}

TEST(Model, AnUnknownPresetChangesNothing) {
  Model model;
  const recipe::DreamParams before = model.params;
  pick_preset(model, "no such");
  EXPECT_EQ(model.params, before);
  EXPECT_EQ(model.restarts, 0U);
}

TEST(Model, LayersThatANetworkLacksAreItsUsualOne) {
  Model model;
  pick_preset(model, "deepdream-2015");
  const std::string before = model.params.targets[0].layer;
  EXPECT_FALSE(choose_known_layers(model)) << "nobody knows its layers yet";
  model.info.layers = {{"stem", 8}, {"features.6", 16}, {"logits", 3}};
  model.params.targets[0].channel = 400;
  EXPECT_TRUE(choose_known_layers(model));
  EXPECT_NE(model.params.targets[0].layer, before);
  EXPECT_EQ(model.params.targets[0].layer, "features.6");
  EXPECT_EQ(model.params.targets[0].channel, 15);
  EXPECT_FALSE(choose_known_layers(model));
  model.info.layers.push_back({"inception_4d", 528});
  EXPECT_EQ(usual_layer(model.info), "inception_4d");
}

TEST(Model, ARandomSpeciesIsAlwaysAnotherOfTheList) {
  const checkpoint::Series series = bench_series();
  Model model;
  pick_species(model, series.classes[0].name);
  std::set<std::string> seen;
  for (int i = 0; i < 60; ++i) {
    const std::string before = species_of(model.params);
    pick_random_species(model, series, {0, 1, 2});
    EXPECT_NE(species_of(model.params), before);
    seen.insert(species_of(model.params));
  }
  EXPECT_EQ(seen.size(), 3U);
  const std::uint64_t restarts = model.restarts;
  pick_species(model, series.classes[1].name);
  pick_random_species(model, series, {1});
  pick_random_species(model, series, {});
  EXPECT_EQ(model.restarts, restarts + 1);
}

TEST(Model, ARandomSeedIsAnother) {
  Model model;
  for (int i = 0; i < 20; ++i) {
    const std::uint64_t before = model.params.seed;
    pick_random_seed(model);
    EXPECT_NE(model.params.seed, before);
    EXPECT_GE(model.params.seed, 1U);
  }
}

TEST(Model, PresetValuesKeepWhatIsTheUsers) {
  Model model;
  pick_species(model, "macaw");
  model.params.seed = 12;
  model.params.jitter = 99;
  pick_photo(model, "/photos/a.png");
  const recipe::DreamParams standard = preset_params(model);
  EXPECT_EQ(species_of(standard), "macaw");
  EXPECT_EQ(standard.seed, 12U);
  EXPECT_EQ(standard.start_photo, "/photos/a.png");
  EXPECT_EQ(standard.jitter, recipe::find_preset("birds")->params.jitter);
}

TEST(Model, SpaceBeginsAFinishedOrFailedDreamAnew) {
  Model model;
  run_or_pause(model);
  EXPECT_FALSE(model.run);
  EXPECT_EQ(model.restarts, 0U);
  for (const engine::Phase phase : {engine::Phase::finished, engine::Phase::failed}) {
    auto frame = std::make_shared<engine::Frame>();
    frame->phase = phase;
    model.frame = frame;
    const std::uint64_t before = model.restarts;
    run_or_pause(model);
    EXPECT_TRUE(model.run);
    EXPECT_EQ(model.restarts, before + 1);
  }
}

TEST(Model, OnlyTheStartNeedsANewDream) {
  const recipe::DreamParams before;
  recipe::DreamParams after = before;
  after.learning_rate = 1;
  after.octaves = 3;
  EXPECT_FALSE(changes_start(before, after));
  after = before;
  after.seed = 2;
  EXPECT_TRUE(changes_start(before, after));
  after = before;
  after.start = recipe::StartKind::noise;
  EXPECT_TRUE(changes_start(before, after));
}

TEST(Model, AnUnnamedRecipeIsFiledUnderTheNearestPreset) {
  for (const recipe::Preset& preset : recipe::built_in_presets()) {
    if (preset.name == "original-2021-cross-entropy")
      continue;  // differs from the original in its target alone
    recipe::DreamParams params = preset.params;
    params.seed = 1234;
    params.rotate += 1;
    EXPECT_EQ(closest_preset(Model(), params), preset.name);
  }
}

}  // namespace
}  // namespace birddream::ui
