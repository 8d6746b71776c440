#include "image/golden_pictures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace birddream::image {
namespace {

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

}  // namespace

std::vector<GoldenPicture> golden_pictures(const std::string& prefix) {
  std::ifstream lines(BIRDDREAM_SOURCE_DIR "/tests/golden/image_pictures.txt");
  std::vector<GoldenPicture> found;
  int width = 0, height = 0;
  std::string file, pixels;
  for (GoldenPicture golden; lines >> golden.name >> width >> height >> golden.tolerance >> file >> pixels;) {
    if (!golden.name.starts_with(prefix)) continue;
    golden.file = from_hex(file);
    golden.picture = Rgb8(width, height);
    const std::string rgb = from_hex(pixels);
    golden.picture.pixels.assign(rgb.begin(), rgb.end());
    found.push_back(golden);
  }
  EXPECT_FALSE(found.empty()) << prefix;
  return found;
}

GoldenPicture golden_picture(const std::string& name) {
  for (GoldenPicture& golden : golden_pictures(name)) {
    if (golden.name == name) return golden;
  }
  ADD_FAILURE() << name;
  return {};
}

int worst_difference(const Rgb8& a, const Rgb8& b) {
  if (a.width != b.width || a.height != b.height || a.pixels.size() != b.pixels.size()) return 256;
  int worst = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i)
    worst = std::max(worst, std::abs(a.pixels[i] - b.pixels[i]));
  return worst;
}

Rgb8 speckled(int width, int height) {
  Rgb8 picture(width, height);
  unsigned state = 1;
  for (std::uint8_t& value : picture.pixels) {
    state = state * 1664525U + 1013904223U;
    value = static_cast<std::uint8_t>(state >> 24);
  }
  return picture;
}

}  // namespace birddream::image
