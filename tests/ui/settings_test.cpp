#include "ui/settings.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

class SettingsTest : public ::testing::Test {
 protected:
  Settings load(const std::string& text) {
    EXPECT_TRUE(write_file_atomically(file, text));
    notice.clear();
    return load_settings(file, notice);
  }

  FreshFolder folder;
  fs::path file = folder / "settings.json";
  std::string notice;
};

TEST_F(SettingsTest, AMissingFileGivesDefaultsWithoutANotice) {
  const Settings settings = load_settings(file, notice);
  EXPECT_EQ(notice, "");
  EXPECT_TRUE(settings.dark);
  EXPECT_EQ(settings.preset, "birds");
  EXPECT_FALSE(fs::exists(file));
}

TEST_F(SettingsTest, ComeBackAsTheyWereSaved) {
  Settings settings;
  settings.dark = false;
  settings.scale = 1.75F;
  settings.window_width = 1234;
  settings.window_height = 777;
  settings.window_position = gl::WindowPosition{-40, 60};
  settings.maximised = true;
  settings.preset = "lucid";
  settings.params.jitter = 31;
  settings.params.targets[0].species = "bald eagle";
  settings.smooth = false;
  settings.display_mode = 2;
  settings.wipe = 0.25F;
  settings.birds_only = false;
  settings.favourites = {"macaw", "r\xc3\xa2le"};
  settings.closed_sections = {"Octaves"};
  settings.save_folder = "/somewhere/else";
  settings.open_folder = "/photos";
  const fs::path deeper = folder / "made" / "settings.json";
  ASSERT_TRUE(save_settings(deeper, to_text(settings)));
  const Settings back = load_settings(deeper, notice);
  EXPECT_EQ(notice, "");
  EXPECT_EQ(back.dark, settings.dark);
  EXPECT_EQ(back.scale, settings.scale);
  EXPECT_EQ(back.window_position, settings.window_position);
  EXPECT_EQ(back.window_width, settings.window_width);
  EXPECT_EQ(back.window_height, settings.window_height);
  EXPECT_EQ(back.maximised, settings.maximised);
  EXPECT_EQ(back.preset, settings.preset);
  EXPECT_EQ(back.params, settings.params);
  EXPECT_EQ(back.smooth, settings.smooth);
  EXPECT_EQ(back.display_mode, settings.display_mode);
  EXPECT_EQ(back.wipe, settings.wipe);
  EXPECT_EQ(back.birds_only, settings.birds_only);
  EXPECT_EQ(back.favourites, settings.favourites);
  EXPECT_EQ(back.closed_sections, settings.closed_sections);
  EXPECT_EQ(back.save_folder, settings.save_folder);
  EXPECT_EQ(back.open_folder, settings.open_folder);
}

TEST_F(SettingsTest, AMissingKeyKeepsItsDefault) {
  const Settings settings = load(R"({"version": 1, "dark": false})");
  EXPECT_EQ(notice, "");
  EXPECT_FALSE(settings.dark);
  EXPECT_EQ(settings.window_width, Settings().window_width);
  EXPECT_EQ(settings.params, recipe::DreamParams());
}

TEST_F(SettingsTest, AValueOfTheWrongKindOrRangeCostsOnlyItself) {
  const Settings settings = load(
      R"({"dark": "yes", "scale": 99, "window_width": -5, "window_height": "tall", "display_mode": 7,
          "wipe": -3, "favourites": ["hen", 4, null], "closed_sections": {}, "preset": 12, "smooth": false})");
  EXPECT_EQ(notice, "");
  EXPECT_TRUE(settings.dark);
  EXPECT_EQ(settings.scale, 4);
  EXPECT_EQ(settings.window_width, 320);
  EXPECT_EQ(settings.window_height, Settings().window_height);
  EXPECT_EQ(settings.display_mode, 2);
  EXPECT_EQ(settings.wipe, 0);
  EXPECT_EQ(settings.favourites, std::vector<std::string>{"hen"});
  EXPECT_TRUE(settings.closed_sections.empty());
  EXPECT_EQ(settings.preset, "birds");
  EXPECT_FALSE(settings.smooth);
}

TEST_F(SettingsTest, ADamagedFileIsKeptAndSetBack) {
  for (const std::string& bad : {std::string("{\"dark\": false"), std::string("[1, 2]"),
                                 std::string("\0\xff\xfe", 3), std::string(), std::string(100000, '[')}) {
    const Settings settings = load(bad);
    EXPECT_TRUE(settings.dark);
    EXPECT_NE(notice.find("settings.json.bad"), std::string::npos) << notice;
    const auto kept = read_file(folder / "settings.json.bad", 1U << 20);
    ASSERT_TRUE(kept);
    EXPECT_EQ(*kept, bad);
  }
}

TEST_F(SettingsTest, AFolderInItsPlaceIsSurvived) {
  fs::create_directories(file);
  const Settings settings = load_settings(file, notice);
  EXPECT_TRUE(settings.dark);
  EXPECT_NE(notice, "");
}

TEST_F(SettingsTest, AHugeFileIsNotRead) {
  const Settings settings = load("{\"preset\": \"" + std::string(3U << 20, 'x') + "\"}");
  EXPECT_EQ(settings.preset, "birds");
  EXPECT_NE(notice, "");
}

TEST_F(SettingsTest, ParametersOutOfRangeAreLeftOutWithTheReason) {
  const Settings settings = load(R"({"dark": false, "params": {"version": 1, "jitter": 100000}})");
  EXPECT_FALSE(settings.dark);
  EXPECT_EQ(settings.params, recipe::DreamParams());
  EXPECT_NE(notice.find("jitter"), std::string::npos) << notice;
}

TEST_F(SettingsTest, OfANewerProgramAreReadAndKept) {
  const Settings settings = load(R"({"version": 9, "dark": false, "hologram": true})");
  EXPECT_FALSE(settings.dark);
  EXPECT_NE(notice.find("settings.json.newer"), std::string::npos) << notice;
  EXPECT_TRUE(fs::exists(folder / "settings.json.newer"));
}

TEST_F(SettingsTest, AFolderThatCannotBeMadeIsAnError) {
  ASSERT_TRUE(write_file_atomically(folder / "file", "x"));
  const Status saved = save_settings(folder / "file" / "settings.json", to_text(Settings()));
  ASSERT_FALSE(saved);
  EXPECT_NE(saved.error().message.find("settings.json"), std::string::npos);
}

}  // namespace
}  // namespace birddream::ui
