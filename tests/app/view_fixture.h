#pragma once

#include "app/cli_fixture.h"
#include "record/video_reader.h"

namespace birddream::app {

/// The real window without a screen, following tours, with a home of its own: pictures go to
/// Pictures/birddream in it. What ships is the birds' series.
class ViewTest : public CliTest {
 protected:
  void SetUp() override {
    CliTest::SetUp();
    std::filesystem::create_directory_symlink(BIRDDREAM_SOURCE_DIR "/assets/birds", assets_ / "birds");
    std::filesystem::create_directories(pictures_);
  }

  /// Follows a tour of these stops. `more`: options.
  Running view(const std::string& stops, const std::vector<std::string>& more = {},
               std::map<std::string, std::string> environment = {},
               const std::function<bool()>& before = {}) const {
    write("tour.json", R"({"birddream_tour": 1, "stops": [)" + stops + "]}");
    std::vector<std::string> arguments = {"view", "--headless", "--device", "cpu", "--script", "tour.json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    environment.insert({{"BIRDDREAM_ASSETS", assets_.string()},
                        {"HOME", folder_.string()},
                        {"XDG_CONFIG_HOME", ""},
                        {"XDG_CACHE_HOME", ""}});
    return start_birddream(arguments, folder_, environment, before);
  }

  /// The one file or folder among the pictures whose name ends so; an empty path where there is none.
  std::filesystem::path saved(const std::string& ending) const {
    std::filesystem::path found;
    for (const auto& entry : std::filesystem::directory_iterator(pictures_)) {
      if (entry.path().string().ends_with(ending)) {
        EXPECT_TRUE(found.empty()) << found << " and " << entry.path();
        found = entry.path();
      }
    }
    return found;
  }

  const std::filesystem::path pictures_ = folder_ / "Pictures" / "birddream";
};

/// A small dream that grows, however long.
inline constexpr const char* small_dream_grows =
    R"({"species": "mallard", "set": {"width": 64, "height": 64, "seed": 5}, "do": "endless"}, {"step": 2})";

}  // namespace birddream::app
