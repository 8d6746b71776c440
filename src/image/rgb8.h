#pragma once

#include <cstdint>
#include <vector>

#include "image/planar_view.h"

namespace birddream::image {

/// An 8-bit picture for files and screens: interleaved RGB, sRGB, rows top to bottom, no padding.
struct Rgb8 {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;  // 3 * width * height

  Rgb8() = default;
  Rgb8(int w, int h, std::uint8_t gray = 0);
  /// The three bytes of a pixel inside the picture; not checked.
  std::uint8_t* at(int x, int y);
  const std::uint8_t* at(int x, int y) const;
};

/// Clamps to 0..1 and rounds to the nearest of 256 steps; NaN becomes black. CPU memory only (callers copy
/// CUDA pictures first); anything else gives an empty picture.
Rgb8 to_rgb8(const PlanarView& picture);

/// The inverse: planar float 0..1 in a vector of 3*w*h.
std::vector<float> to_planar(const Rgb8& picture);

/// Wraps a vector as a view that owns it; an empty view if it does not hold 3 * width * height values.
PlanarView own(std::vector<float> planar, int width, int height);

}  // namespace birddream::image
