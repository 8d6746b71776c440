#include "base/paths.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>

#include "base/fresh_folder.h"

namespace birddream {
namespace {

namespace fs = std::filesystem;

/// Environment variables as the test wants them, put back at its end.
class Paths : public InFreshFolder {
 protected:
  void SetUp() override {
    for (const char* name : {"BIRDDREAM_ASSETS", "BIRDDREAM_SHADERS", "BIRDDREAM_FONTS", "XDG_CONFIG_HOME",
                             "XDG_CACHE_HOME", "HOME"}) {
      const char* value = std::getenv(name);
      before_[name] = value != nullptr ? std::optional<std::string>(value) : std::nullopt;
      ::unsetenv(name);
    }
    set("HOME", folder_.string());
  }
  void TearDown() override {
    for (const auto& [name, value] : before_) value ? set(name.c_str(), *value) : clear(name.c_str());
  }
  static void set(const char* name, const std::string& value) { ::setenv(name, value.c_str(), 1); }
  static void clear(const char* name) { ::unsetenv(name); }

  std::map<std::string, std::optional<std::string>> before_;
};

TEST_F(Paths, ShippedFoldersAreTheSourceTrees) {
  EXPECT_EQ(assets_dir(), fs::path(BIRDDREAM_SOURCE_DIR) / "assets");
  EXPECT_EQ(shaders_dir(), fs::path(BIRDDREAM_SOURCE_DIR) / "shaders");
}

TEST_F(Paths, FontsStandBesideTheExecutable) {
  EXPECT_TRUE(fs::equivalent(executable_dir(), BIRDDREAM_BINARY_DIR));
  EXPECT_EQ(fonts_dir(), executable_dir() / "fonts");
}

TEST_F(Paths, ShippedFoldersFollowTheEnvironment) {
  set("BIRDDREAM_ASSETS", "/a");
  set("BIRDDREAM_SHADERS", "relative/s");
  set("BIRDDREAM_FONTS", "/f");
  EXPECT_EQ(assets_dir(), "/a");
  EXPECT_EQ(shaders_dir(), "relative/s");
  EXPECT_EQ(fonts_dir(), "/f");
  set("BIRDDREAM_FONTS", "");
  EXPECT_EQ(fonts_dir(), executable_dir() / "fonts");
}

TEST_F(Paths, UserFoldersAreUnderHome) {
  EXPECT_EQ(config_dir().value(), folder_ / ".config/birddream");
  EXPECT_EQ(cache_dir().value(), folder_ / ".cache/birddream");
  EXPECT_EQ(pictures_dir().value(), folder_ / "Pictures/birddream");
}

TEST_F(Paths, UserFoldersFollowXdgAndIgnoreRelativeValues) {
  set("XDG_CONFIG_HOME", "/c");
  set("XDG_CACHE_HOME", "relative");
  EXPECT_EQ(config_dir().value(), "/c/birddream");
  EXPECT_EQ(cache_dir().value(), folder_ / ".cache/birddream");
}

TEST_F(Paths, WithoutHomeOnlyXdgHelps) {
  clear("HOME");
  set("XDG_CACHE_HOME", "/c");
  EXPECT_EQ(cache_dir().value(), "/c/birddream");
  ASSERT_FALSE(config_dir().ok());
  EXPECT_NE(config_dir().error().message.find("HOME is not set"), std::string::npos);
  EXPECT_FALSE(pictures_dir().ok());
  set("HOME", "not/absolute");
  EXPECT_FALSE(config_dir().ok());
}

TEST_F(Paths, PicturesFolderIsTheUsersOwn) {
  fs::create_directories(folder_ / ".config");
  const auto configured = [&](const std::string& line) {
    std::ofstream(folder_ / ".config/user-dirs.dirs") << "# comment\nXDG_MUSIC_DIR=\"$HOME/M\"\n"
                                                      << line << "\n";
    return pictures_dir().value();
  };
  EXPECT_EQ(configured("XDG_PICTURES_DIR=\"$HOME/Bilder\""), folder_ / "Bilder/birddream");
  EXPECT_EQ(configured("XDG_PICTURES_DIR=\"/mnt/photos\""), "/mnt/photos/birddream");
  for (const char* broken :
       {"XDG_PICTURES_DIR=\"", "XDG_PICTURES_DIR=\"\"", "XDG_PICTURES_DIR=\"rel\"", ""}) {
    EXPECT_EQ(configured(broken), folder_ / "Pictures/birddream") << broken;
  }
}

}  // namespace
}  // namespace birddream
