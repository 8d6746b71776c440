#include "app/first_dream.h"

#include <gmock/gmock.h>

#include <fstream>

#include "app/showcase.h"
#include "base/fresh_folder.h"
#include "ui/model.h"

namespace birddream::app {
namespace {

using ::testing::HasSubstr;

/// The first of the good dreamers.
constexpr const char* first_bird = "bald eagle";

class FirstDream : public InFreshFolder {
 protected:
  FirstDream() {
    series_.name = "Test";
    for (const char* name : {"hen", "flamingo", first_bird}) series_.classes.push_back({name, "", true});
  }
  recipe::DreamParams begun() const {
    const auto settings = first_dream(options_, series_, remembered_);
    EXPECT_TRUE(settings) << settings.error().message;
    return settings ? settings->params : recipe::DreamParams();
  }
  /// A preset file, with these parameters.
  std::string preset(const std::string& params) const {
    const auto file = folder_ / "mine.json";
    std::ofstream(file) << R"({"birddream_preset": 1, "title": "Mine", "params": )" << params << "}";
    return file.string();
  }

  std::uint64_t looked_at() const { return good_dreamers(series_, 1).front().seed; }

  checkpoint::Series series_;
  ViewOptions options_;
  ui::Settings remembered_;
};

TEST_F(FirstDream, IsOfABirdThatDreamsWellWithASeedThatWasLookedAt) {
  EXPECT_EQ(ui::species_of(begun()), first_bird);
  EXPECT_EQ(begun().seed, looked_at());
  EXPECT_NE(begun().seed, recipe::DreamParams().seed);
}

TEST_F(FirstDream, ASeedThatIsAskedForIsTakenAlsoTheDefaultOne) {
  options_.seed = 1;
  EXPECT_EQ(begun().seed, 1U);
  EXPECT_EQ(ui::species_of(begun()), first_bird);
  options_.seed.reset();
  options_.set = {"seed=1", "jitter=3"};
  EXPECT_EQ(begun().seed, 1U);
  EXPECT_EQ(begun().jitter, 3);
}

TEST_F(FirstDream, APresetBringsItsOwnSeed) {
  options_.preset = preset(R"({"seed": 77, "steps": 9})");
  EXPECT_EQ(begun().seed, 77U);
  EXPECT_EQ(begun().steps, 9);
  options_.preset = preset(R"({"seed": 1})");  // as every preset that was saved from the window has it
  EXPECT_EQ(begun().seed, looked_at());
}

TEST_F(FirstDream, WhatWasRememberedStaysUnlessItIsNamed) {
  remembered_.params.seed = 12;
  remembered_.params.targets[0].species = "hen";
  EXPECT_EQ(begun().seed, 12U);
  EXPECT_EQ(ui::species_of(begun()), "hen");
  options_.species = "flamingo";
  EXPECT_EQ(ui::species_of(begun()), "flamingo");
  options_.set = {"seed=5"};
  EXPECT_EQ(begun().seed, 5U);
}

TEST_F(FirstDream, ARememberedDreamOfLayersStaysOne) {
  remembered_.params.targets = {{recipe::ObjectiveKind::layer, "", "inception_4c"}};
  EXPECT_EQ(begun().targets, remembered_.params.targets);
  EXPECT_EQ(begun().seed, recipe::DreamParams().seed);
}

TEST_F(FirstDream, WrongWishesAreRefused) {
  const auto why = [this] {
    const auto settings = first_dream(options_, series_, remembered_);
    return settings ? "" : settings.error().message;
  };
  options_.species = "gryphon";
  EXPECT_THAT(why(), HasSubstr("gryphon"));
  options_.species = "";
  options_.set = {"wings=2"};
  EXPECT_THAT(why(), HasSubstr("wings"));
  options_.set = {"width=1"};
  EXPECT_THAT(why(), HasSubstr("width"));
  options_.set.clear();
  options_.preset = "no-such-preset";
  EXPECT_THAT(why(), HasSubstr("no-such-preset"));
}

class ShowcaseRecipes : public FirstDream {
 protected:
  std::vector<std::uint64_t> seeds() const {
    const auto recipes = recipes_for(showcase_, {{"hen", 3}, {first_bird, 6}});
    EXPECT_TRUE(recipes) << recipes.error().message;
    std::vector<std::uint64_t> seeds;
    if (recipes) {
      for (const auto& params : *recipes) seeds.push_back(params.seed);
      EXPECT_EQ(ui::species_of(recipes->back()), first_bird);
    }
    return seeds;
  }
  ShowcaseOptions showcase_;
};

TEST_F(ShowcaseRecipes, EachBirdHasItsSeedUnlessAnotherIsNamed) {
  using Seeds = std::vector<std::uint64_t>;
  EXPECT_EQ(seeds(), (Seeds{3, 6}));
  showcase_.preset = preset(R"({"seed": 77})");
  EXPECT_EQ(seeds(), (Seeds{77, 77}));
  showcase_.seed = 1;
  EXPECT_EQ(seeds(), (Seeds{1, 1}));
  showcase_.set = {"seed=8"};
  EXPECT_EQ(seeds(), (Seeds{8, 8}));
}

}  // namespace
}  // namespace birddream::app
