#include "recipe/own_presets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/fresh_folder.h"

namespace birddream::recipe {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class OwnPresetsTest : public ::testing::Test {
  FreshFolder fresh_;

 protected:
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories(folder_);
    std::ofstream(folder_ / name) << text;
  }

  const fs::path folder_ = fresh_ / "presets";  // not there yet
};

DreamParams owls() {
  DreamParams params = find_preset("birds")->params;
  params.targets[0].species = "Snowy Owl";
  params.seed = 42;
  params.start = StartKind::photo;
  params.start_photo = "/home/me/owl.jpg";
  params.spectrum_decay = 0.75F;
  return params;
}

TEST_F(OwnPresetsTest, WhatIsSavedComesBackWithoutWhatBelongsToTheDream) {
  const auto file = save_preset(folder_, preset_of(owls(), "Crisp owls!"));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->filename(), "crisp-owls.json");
  const OwnPresets own = load_presets(folder_);
  EXPECT_TRUE(own.problems.empty());
  ASSERT_EQ(own.presets.size(), 1U);
  EXPECT_EQ(own.presets[0].name, "crisp-owls");
  EXPECT_EQ(own.presets[0].title, "Crisp owls!");
  EXPECT_FLOAT_EQ(own.presets[0].params.spectrum_decay, 0.75F);
  EXPECT_EQ(own.presets[0].params.targets[0].species, "");
  EXPECT_EQ(own.presets[0].params.seed, DreamParams().seed);
  EXPECT_EQ(own.presets[0].params.start_photo, "");
  EXPECT_EQ(apply_preset(own.presets[0], owls()).targets[0].species, "Snowy Owl");
}

TEST_F(OwnPresetsTest, TwoBirdsAreARecipe) {
  DreamParams two = owls();
  two.targets.push_back({ObjectiveKind::class_logit, "Mallard", "", 0, -0.5F});
  EXPECT_EQ(preset_of(two, "Two").params.targets, two.targets);
}

TEST_F(OwnPresetsTest, FilesThatCannotBeUsedAreNamedAndTheRestIsRead) {
  ASSERT_TRUE(save_preset(folder_, preset_of(owls(), "Good")));
  write("half.json", R"({"birddream_preset": 1, "params": {"jitter)");
  write("later.json", R"({"birddream_preset": 2})");
  write("wrong.json", R"({"birddream_preset": 1, "params": {"jitter": 9999}})");
  write("birds.json", to_text(preset_of(owls(), "Birds")));
  write("notes.txt", "hello");
  const OwnPresets own = load_presets(folder_);
  ASSERT_EQ(own.presets.size(), 1U);
  EXPECT_THAT(own.problems,
              testing::UnorderedElementsAre(HasSubstr("half.json: This is not"), HasSubstr("newer birddream"),
                                            HasSubstr("jitter"), HasSubstr("ships with birddream")));
}

TEST_F(OwnPresetsTest, RefusesTitlesThatMakeNoFile) {
  EXPECT_THAT(save_preset(folder_, preset_of(owls(), "...")).error().message, HasSubstr("needs a title"));
  EXPECT_THAT(save_preset(folder_, preset_of(owls(), "Birds")).error().message, HasSubstr("another title"));
  write("file", "");
  EXPECT_THAT(save_preset(folder_ / "file", preset_of(owls(), "x")).error().message, HasSubstr("file"));
}

TEST_F(OwnPresetsTest, NoFolderIsNoPresets) {
  const OwnPresets own = load_presets(folder_ / "nowhere");
  EXPECT_TRUE(own.presets.empty());
  EXPECT_TRUE(own.problems.empty());
}

}  // namespace
}  // namespace birddream::recipe
