#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace birddream {

/// An empty folder of its own, removed at the end.
class FreshFolder {
 public:
  FreshFolder() {
    std::string name = ::testing::TempDir() + "birddream_XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder " + name);
    path_ = name;
  }
  ~FreshFolder() {
    std::error_code ignored;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(path_, ignored);
  }
  FreshFolder(const FreshFolder&) = delete;
  FreshFolder& operator=(const FreshFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// A test with one.
class InFreshFolder : public ::testing::Test {
  FreshFolder fresh_;

 protected:
  const std::filesystem::path folder_ = fresh_.path();
};

}  // namespace birddream
