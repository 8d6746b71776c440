#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "app/subprocess.h"

namespace birddream::app {

/// Runs the real program in an empty folder of the test's own. What ships is the ImageNet network alone: one
/// file, quickly read.
class CliTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string("birddream_cli_") + info->name() + "_" + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    assets_ = folder_.string() + "_assets";
    std::filesystem::remove_all(assets_);
    std::filesystem::create_directories(assets_);
    std::filesystem::create_directory_symlink(BIRDDREAM_SOURCE_DIR "/assets/imagenet", assets_ / "imagenet");
  }
  void TearDown() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    std::filesystem::remove_all(assets_, ignored);
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

  std::filesystem::path folder_, assets_;
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
