#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "app/subprocess.h"
#include "base/fresh_folder.h"
#include "image/png.h"

namespace birddream::app {

/// Runs the real program in an empty folder of the test's own. What ships is the ImageNet network alone: one
/// file, quickly read.
class CliTest : public InFreshFolder {
  FreshFolder shipped_;

 protected:
  void SetUp() override {
    std::filesystem::create_directory_symlink(BIRDDREAM_SOURCE_DIR "/assets/imagenet", assets_ / "imagenet");
  }

  Finished run(const std::vector<std::string>& arguments,
               std::map<std::string, std::string> environment = {}) const {
    environment.emplace("BIRDDREAM_ASSETS", assets_.string());
    return run_birddream(arguments, folder_, environment);
  }

  /// `birddream dream` of 3 steps at 64 px on the CPU, plus `more`.
  Finished dream(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {"dream", "--device", "cpu", "--steps", "3", "--size", "64"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  std::string bytes(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }

  /// Two classes of four small pictures each, in photos/.
  void write_photos() const {
    for (const auto& [name, gray] : {std::pair("dark", 40), {"light_bird", 220}}) {
      std::filesystem::create_directories(folder_ / "photos" / name);
      for (int i = 0; i < 4; ++i) {
        const image::Rgb8 picture(40, 30, static_cast<std::uint8_t>(gray + i));
        ASSERT_TRUE(image::write_png(folder_ / "photos" / name / (std::to_string(i) + ".png"), picture).ok());
      }
    }
  }

  const std::filesystem::path assets_ = shipped_.path();
};

/// Exit status `code`, nothing on stdout, and one line on stderr that holds `text`.
inline void expect_refusal(const Finished& finished, int code, const std::string& text) {
  EXPECT_EQ(finished.code, code) << finished.err;
  EXPECT_EQ(finished.out, "");
  EXPECT_EQ(std::ranges::count(finished.err, '\n'), 1) << finished.err;
  EXPECT_THAT(finished.err, ::testing::StartsWith("birddream: "));
  EXPECT_THAT(finished.err, ::testing::HasSubstr(text));
}

}  // namespace birddream::app
