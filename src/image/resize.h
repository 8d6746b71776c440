#pragma once

#include <span>
#include <vector>

#include "image/rgb8.h"

namespace birddream::image {

/// triangle: linear interpolation. catmull_rom: the cubic with a = -1/2 (Keys 1981), sharper, overshoots a
/// little at edges. Both are widened when a picture shrinks, so that nothing aliases (as Pillow's `resize`
/// does).
enum class Filter { triangle, catmull_rom };

/// `planar` is 3 x height x width as in PlanarView; so is the result. Values are filtered as they are encoded
/// (sRGB), as common programs do; edges are handled by weights that are cut off and sum to 1. Values may
/// overshoot 0..1 with catmull_rom. Empty where a size is below 1 or does not fit `planar`.
std::vector<float> resize(std::span<const float> planar, int width, int height, int new_width, int new_height,
                          Filter filter = Filter::catmull_rom);
Rgb8 resize(const Rgb8& picture, int new_width, int new_height, Filter filter = Filter::catmull_rom);

/// The largest centred part of the shape new_width : new_height, scaled to exactly that size.
std::vector<float> cover_crop(std::span<const float> planar, int width, int height, int new_width,
                              int new_height, Filter filter = Filter::catmull_rom);
Rgb8 cover_crop(const Rgb8& picture, int new_width, int new_height, Filter filter = Filter::catmull_rom);

}  // namespace birddream::image
