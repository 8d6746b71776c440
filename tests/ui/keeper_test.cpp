#include "ui/keeper.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

class KeeperTest : public ::testing::Test {
 protected:
  KeeperTest() { ImGui::CreateContext(); }
  ~KeeperTest() override { ImGui::DestroyContext(); }

  /// What the file says once all is written; empty while it is not there.
  std::string kept(const fs::path& file) {
    background.wait();
    const auto text = read_file(file, 1U << 20);
    return text ? *text : "";
  }

  FreshFolder folder;
  const fs::path layout = folder / "layout.ini", settings_file = folder / "settings.json";
  Settings settings;
  const std::function<Settings()> now = [this] { return settings; };
  Background background;
};

TEST_F(KeeperTest, SettingsAreWrittenWhenTheyHaveChanged) {
  Keeper keeper(layout, settings_file);
  keeper.look(0, now, background);
  EXPECT_EQ(kept(settings_file), "") << "as they were read";
  settings.favourites = {"macaw"};
  keeper.look(1, now, background);
  EXPECT_EQ(kept(settings_file), "") << "not in every frame";
  keeper.look(6, now, background);
  EXPECT_NE(kept(settings_file).find("macaw"), std::string::npos);
  fs::remove(settings_file);
  keeper.look(12, now, background);
  EXPECT_EQ(kept(settings_file), "") << "nothing has changed";
}

TEST_F(KeeperTest, TheLayoutIsWrittenWhenItMovedAndAtTheEndAndIsThereAgain) {
  {
    Keeper keeper(layout, {});
    EXPECT_EQ(ImGui::GetIO().IniFilename, nullptr) << "ImGui would write in place";
    keeper.look(0, now, background);
    EXPECT_EQ(kept(layout), "");
    ImGui::LoadIniSettingsFromMemory("[Window][Recipe]\nPos=60,70\nSize=300,200\nCollapsed=0\n");
    ImGui::GetIO().WantSaveIniSettings = true;
    keeper.look(1, now, background);
    EXPECT_NE(kept(layout).find("Pos=60,70"), std::string::npos);
    EXPECT_FALSE(ImGui::GetIO().WantSaveIniSettings);
    fs::remove(layout);
  }
  EXPECT_NE(kept(layout).find("Pos=60,70"), std::string::npos);
  ImGui::DestroyContext();
  ImGui::CreateContext();
  Keeper again(layout, {});
  EXPECT_NE(std::string(ImGui::SaveIniSettingsToMemory()).find("Pos=60,70"), std::string::npos);
}

TEST_F(KeeperTest, NothingIsKeptWithoutFiles) {
  {
    Keeper keeper({}, {});
    settings.dark = false;
    ImGui::GetIO().WantSaveIniSettings = true;
    keeper.look(10, now, background);
    keeper.look(20, now, background);
    background.wait();
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace birddream::ui
