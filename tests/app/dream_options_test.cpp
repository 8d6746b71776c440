#include "app/dream_options.h"

#include <gmock/gmock.h>

#include "app/dream_job.h"
#include "app/param_text.h"
#include "app/showcase.h"
#include "recipe/presets.h"

namespace birddream::app {
namespace {

using recipe::ObjectiveKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(ParseSize, OneNumberOrTwo) {
  EXPECT_EQ(parse_size("224")->height, 224);
  EXPECT_EQ(parse_size("320x240")->width, 320);
  EXPECT_EQ(parse_size("320X240")->height, 240);
  for (const char* bad : {"", "x", "12x", "x12", "1.5", "12 x 12", "12x12x12", "99999999999", "0x"}) {
    EXPECT_FALSE(parse_size(bad).has_value()) << bad;
  }
}

TEST(ComposeRecipe, ThePresetThenTheOptionsThenSet) {
  DreamOptions options;
  options.preset = "original-2021";
  options.species = {"hen"};
  options.size = "96x80";
  options.steps = 7;
  options.seed = 5;
  options.set = {"steps=9", "blur_max=0.7"};
  const auto params = compose_recipe(options, nullptr);
  ASSERT_TRUE(params.ok()) << params.error().message;
  EXPECT_EQ(params->parametrisation, recipe::Parametrisation::pixel);
  EXPECT_EQ(params->width, 96);
  EXPECT_EQ(params->height, 80);
  EXPECT_EQ(params->steps, 9);
  EXPECT_EQ(params->seed, 5U);
  EXPECT_FLOAT_EQ(params->blur_max, 0.7F);
  EXPECT_EQ(params->targets[0].species, "hen");
  EXPECT_FALSE(lacks_species(*params));
}

TEST(ComposeRecipe, ARepeatedPictureGivesItsRecipeUnlessAPresetIsNamed) {
  record::Provenance made;
  made.params.targets[0].species = "macaw";
  made.params.learning_rate = 0.33F;
  DreamOptions options;
  options.seed = 12;
  const auto again = compose_recipe(options, &made);
  ASSERT_TRUE(again.ok());
  EXPECT_FLOAT_EQ(again->learning_rate, 0.33F);
  EXPECT_EQ(again->targets[0].species, "macaw");
  EXPECT_EQ(again->seed, 12U);
}

TEST(ComposeRecipe, LayersAndChannelsReplaceTheSpecies) {
  DreamOptions options;
  options.layer = "inception_4c";
  EXPECT_EQ(compose_recipe(options, nullptr)->targets[0].kind, ObjectiveKind::layer);
  options.channel = 12;
  EXPECT_EQ(compose_recipe(options, nullptr)->targets[0].kind, ObjectiveKind::channel);
  options.objective = "neuron";
  const auto params = compose_recipe(options, nullptr);
  EXPECT_EQ(params->targets[0].kind, ObjectiveKind::neuron);
  EXPECT_EQ(params->targets[0].channel, 12);
  EXPECT_FALSE(lacks_species(*params));
}

TEST(ComposeRecipe, APhotoIsNamedByItsWholePath) {
  DreamOptions options;
  options.photo = "a/../photo.jpg";
  const auto params = compose_recipe(options, nullptr);
  EXPECT_EQ(params->start, recipe::StartKind::photo);
  EXPECT_EQ(params->start_photo, (std::filesystem::current_path() / "photo.jpg").string());
}

TEST(Plan, OneSheetOrOneFileEach) {
  DreamOptions options;
  options.output = "out/{species}.png";
  const auto apart = plan(options, {}, {"hen", "bald eagle"}, 4, 1);
  ASSERT_EQ(apart.size(), 2U);
  EXPECT_EQ(apart[1].output, "out/bald_eagle.png");
  EXPECT_EQ(apart[1].recipes[0].targets[0].species, "bald eagle");
  options.output = "sheet.png";
  const auto sheet = plan(options, {}, {"hen", "bald eagle"}, 4, 1);
  ASSERT_EQ(sheet.size(), 1U);
  EXPECT_THAT(sheet[0].labels, ElementsAre("hen", "bald eagle"));
}

TEST(GoodDreamers, KnownOnesFirstThenAnyBirdButNothingElse) {
  checkpoint::Series series;
  for (const char* name : {"zebra finch", "toaster", "flamingo", "abbotts booby"})
    series.classes.push_back({name, "", true});
  series.classes[1].bird = false;
  EXPECT_THAT(good_dreamers(series, 8),
              ElementsAre(GoodDreamer{"flamingo"}, GoodDreamer{"zebra finch"}, GoodDreamer{"abbotts booby"}));
  EXPECT_THAT(good_dreamers(series, 1), ElementsAre(GoodDreamer{"flamingo"}));
}

TEST(ParamText, ForeignTextCannotCommandTheTerminal) {
  recipe::Target target;
  target.species = "hen\x1b";
  target.weight = -0.5F;
  EXPECT_EQ(target_text(target), "class_logit of hen?, weight -0.5");
}

TEST(ParamText, TheTableNamesEveryParameterAndItsRange) {
  const std::string table = table_text();
  for (const recipe::ParamInfo& info : recipe::param_table())
    EXPECT_THAT(table, HasSubstr(std::string(info.key)));
  const recipe::ParamInfo* rate = recipe::find_param("learning_rate");
  recipe::DreamParams params;
  params.learning_rate = 0.05F;
  EXPECT_EQ(value_text(params, *rate), "0.05");
  EXPECT_EQ(value_text(params, *recipe::find_param("optimiser")), "adam");
  EXPECT_EQ(value_text(params, *recipe::find_param("clamp")), "true");
}

}  // namespace
}  // namespace birddream::app
