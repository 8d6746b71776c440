#pragma once

#include <array>
#include <optional>

#include "gl/picture_texture.h"
#include "image/planar_view.h"

namespace birddream::gl {

/// Red, green and blue as the dream has them: sRGB, nominally 0..1, neither clamped nor stretched.
using PixelValue = std::array<float, 3>;

/// The value of pixel x, y (0, 0: upper left). Nothing outside the picture, for an empty view, or for a
/// picture in CUDA memory.
std::optional<PixelValue> pixel_value(const image::PlanarView& picture, int x, int y);

/// From the texture, wherever the picture came from; waits for the GPU, so for one pixel under the pointer,
/// not for many. Leaves GL's state as it was.
std::optional<PixelValue> pixel_value(const PictureTexture& picture, int x, int y);

/// From the view when it lies in CPU memory (costs nothing), else from the texture that shows it.
std::optional<PixelValue> pixel_value(const image::PlanarView& picture, const PictureTexture& shown, int x,
                                      int y);

}  // namespace birddream::gl
