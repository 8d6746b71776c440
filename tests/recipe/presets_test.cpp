#include "recipe/presets.h"

#include <set>

#include "recipe/param_table.h"
#include "recipe/recipe_test_support.h"

namespace birddream::recipe {
namespace {

TEST(Presets, BirdsIsTheDefaultAndAllAreValid) {
  ASSERT_FALSE(built_in_presets().empty());
  EXPECT_EQ(built_in_presets().front().name, "birds");
  std::set<std::string> names;
  for (const Preset& preset : built_in_presets()) {
    EXPECT_TRUE(names.insert(preset.name).second);
    EXPECT_FALSE(preset.title.empty());
    EXPECT_FALSE(preset.description.empty());
    EXPECT_TRUE(validate(preset.params).ok()) << preset.name;
  }
  EXPECT_EQ(find_preset("nothing"), nullptr);
}

TEST(Presets, ChangeTheRecipeNotTheBird) {
  DreamParams current = valid_params();
  current.targets[0].species = "peacock";
  current.seed = 42;
  current.start = StartKind::photo;
  current.start_photo = "me.jpg";
  const DreamParams applied = apply_preset(*find_preset("original-2021"), current);
  EXPECT_EQ(applied.targets[0].species, "peacock");
  EXPECT_EQ(applied.seed, 42U);
  EXPECT_EQ(applied.start_photo, "me.jpg");
  EXPECT_EQ(applied.parametrisation, Parametrisation::pixel);
}

TEST(Presets, AMixOfBirdsStaysWhereOneBirdIsWanted) {
  DreamParams current = valid_params();
  current.targets = {{ObjectiveKind::class_logit, "peacock", "", 0, 1.0F},
                     {ObjectiveKind::class_logit, "goose", "", 0, -0.5F}};
  const DreamParams applied = apply_preset(*find_preset("original-2021-cross-entropy"), current);
  ASSERT_EQ(applied.targets.size(), 2U);
  EXPECT_EQ(applied.targets[1].species, "goose");
  EXPECT_EQ(applied.targets[1].weight, -0.5F);
  EXPECT_EQ(applied.targets[0].kind, ObjectiveKind::cross_entropy);
  EXPECT_EQ(applied.targets[1].kind, ObjectiveKind::cross_entropy);
  EXPECT_EQ(apply_preset(*find_preset("lucid"), current).targets.size(), 1U) << "which wants no bird";
}

TEST(Presets, TheBirdComesBackFromAPresetWithoutOne) {
  DreamParams current = valid_params();
  current.targets[0].species = "peacock";
  const DreamParams there = apply_preset(*find_preset("deepdream-2015"), current);
  const DreamParams back = apply_preset(*find_preset("birds"), there);
  EXPECT_EQ(back.targets[0].species, "peacock");
}

}  // namespace
}  // namespace birddream::recipe
