#include "train/train_params.h"

#include <gtest/gtest.h>

#include <limits>

namespace birddream::train {
namespace {

TEST(TrainParams, EveryPresetMakesSense) {
  for (const std::string& name : preset_names()) {
    TrainParams params;
    params.epochs = 3;
    ASSERT_TRUE(preset(name, params)) << name;
    EXPECT_EQ(problem_in(params), "") << name;
  }
  TrainParams params;
  EXPECT_FALSE(preset("original", params));
}

TEST(TrainParams, TheOriginalsRecipeIsPlain) {
  TrainParams params;
  ASSERT_TRUE(preset("original-2021", params));
  EXPECT_DOUBLE_EQ(params.learning_rate, 0.01);
  EXPECT_DOUBLE_EQ(params.epochs, 10);
  EXPECT_EQ(
      params.label_smoothing + params.dropout + params.weight_decay + params.momentum + params.attack.eps, 0);
}

TEST(TrainParams, NonsenseIsNamed) {
  const auto problem = [](void (*change)(TrainParams&)) {
    TrainParams params;
    change(params);
    return problem_in(params);
  };
  EXPECT_NE(problem([](TrainParams& p) { p.batch = 0; }), "");
  EXPECT_NE(problem([](TrainParams& p) { p.side = 32; }), "");
  EXPECT_NE(problem([](TrainParams& p) { p.learning_rate = std::numeric_limits<double>::quiet_NaN(); }), "");
  EXPECT_NE(problem([](TrainParams& p) { p.moments = {2, 1}; }), "");
  EXPECT_NE(problem([](TrainParams& p) { p.mixup = 1e-11; }), "");
  EXPECT_EQ(problem([](TrainParams& p) { p.mixup = 0; }), "");
  EXPECT_NE(problem([](TrainParams& p) { p.moments = {p.epochs + 1}; }), "");
  EXPECT_EQ(problem([](TrainParams& p) { p.moments = {0, 0.5, p.epochs}; }), "");
}

TEST(TrainParams, AWordOfARecipeIsFound) {
  TrainParams params;
  params.learning_rate = 0.02;
  EXPECT_EQ(recipe_word(describe(params), "lr"), "0.02");
  EXPECT_EQ(recipe_word("a=1 prior=0.7", "prior"), "0.7");
  for (const char* none : {"", "prior", "noprior=1", "priors=2", "x y"})
    EXPECT_FALSE(recipe_word(none, "prior")) << none;
}

TEST(TrainParams, TheDescriptionTellsRunsApart) {
  const TrainParams base;
  TrainParams other;
  EXPECT_EQ(describe(base), describe(other));
  other.augmentation.colour = 0.3F;
  EXPECT_NE(describe(base), describe(other));
  EXPECT_NE(describe(base).find("augment=0.55/1.25/0.2/0.25/flip"), std::string::npos) << describe(base);
  other = base;
  other.mixup = 0.4;
  EXPECT_NE(describe(base), describe(other));
  other = base;
  other.average = 0;
  EXPECT_NE(describe(base), describe(other));
  other = base;
  other.attack.eps = 0.5;
  EXPECT_NE(describe(base), describe(other));
}

}  // namespace
}  // namespace birddream::train
