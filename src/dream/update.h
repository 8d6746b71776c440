#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>

#include "dream/optimiser.h"
#include "dream/picture_codec.h"
#include "dream/picture_path.h"
#include "recipe/params.h"

namespace birddream::dream {

/// What the update of a step draws. From a stream of its own, so that the view's ranges never shift it.
struct UpdateDraws {
  float sigma = 0;      ///< of the blur, px
  bool mirror = false;  ///< the picture itself is turned left to right
};
/// `step`: 0-based, as everywhere below.
UpdateDraws draw_update(const recipe::DreamParams& params, std::uint64_t seed, int step);

/// Whether the picture itself moves in that step (params.zoom, turn, zoom_every).
bool zooms(const recipe::DreamParams& params, int step);
/// The values of the picture after that movement; the same values where there is none. No gradients.
at::Tensor zoomed(const at::Tensor& values, Size size, const recipe::DreamParams& params, int step);

/// What a gradient makes of a picture's values in one step: uphill by `ascent`, then in the order of
/// "Dreaming of Birds" clamp, blur and flip, then zoom. Nothing where a number is not finite. `path` (may be
/// null): does it by hand where it decoded the values; `gradient` is then of its kind. No gradients.
std::optional<at::Tensor> updated(const at::Tensor& values, const ValuesGradient& gradient, Size size,
                                  const recipe::DreamParams& params, std::uint64_t seed, int step,
                                  Ascent& ascent, const PicturePath* path);

}  // namespace birddream::dream
