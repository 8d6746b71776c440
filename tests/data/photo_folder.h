#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"
#include "image/png.h"

namespace birddream::data {

/// A folder of small pictures to find, read and train on; gone after the test.
class PhotoFolder {
 public:
  const std::filesystem::path& path() const { return folder_.path(); }
  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

  /// A picture of one colour, its red value `red`, with its left half darker.
  void photo(const std::string& name, int red = 200, int width = 24, int height = 16) const {
    image::Rgb8 picture(width, height, 90);
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x)
        picture.at(x, y)[0] = static_cast<std::uint8_t>(x < width / 2 ? red / 2 : red);
    std::filesystem::create_directories((folder_ / name).parent_path());
    const Status written = image::write_png(folder_ / name, picture);
    ASSERT_TRUE(written.ok()) << written.error().message;
  }
  void text(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    ASSERT_TRUE(write_file_atomically(folder_ / name, content).ok());
  }
  void empty_folder(const std::string& name) const { std::filesystem::create_directories(folder_ / name); }

 private:
  FreshFolder folder_;
};

}  // namespace birddream::data
