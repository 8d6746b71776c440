#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <string>

namespace birddream::ui {

/// An empty folder of its own, removed at the end.
class FreshFolder {
 public:
  FreshFolder() {
    std::random_device chance;
    path_ = std::filesystem::path(::testing::TempDir()) / ("birddream-ui-" + std::to_string(chance()));
    std::filesystem::create_directories(path_);
  }
  ~FreshFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  FreshFolder(const FreshFolder&) = delete;
  FreshFolder& operator=(const FreshFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace birddream::ui
