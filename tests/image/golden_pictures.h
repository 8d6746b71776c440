#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "image/rgb8.h"

namespace birddream::image {

/// A file of tests/golden/image_pictures.txt and the picture it must decode to.
struct GoldenPicture {
  std::string name;
  std::string file;
  Rgb8 picture;
  int tolerance = 0;  ///< largest difference of a channel
};

/// Those whose name begins with `prefix`; fails the test if there are none.
std::vector<GoldenPicture> golden_pictures(const std::string& prefix);
GoldenPicture golden_picture(const std::string& name);

/// Largest difference of any channel; 256 where the sizes differ.
int worst_difference(const Rgb8& a, const Rgb8& b);

/// A picture in which every pixel differs from its neighbours.
Rgb8 speckled(int width, int height);

inline std::span<const std::byte> bytes_of(const std::string& content) {
  return std::as_bytes(std::span(content.data(), content.size()));
}

}  // namespace birddream::image
