#pragma once

#include <ATen/core/Tensor.h>

#include "base/random.h"
#include "dream/picture_codec.h"
#include "dream/picture_kernels.h"
#include "recipe/params.h"

namespace birddream::dream {

/// How the network sees the picture in one step: moved, turned, magnified, mirrored about the centre.
struct View {
  int shift_x = 0;  ///< pixels; positive moves the picture's content right
  int shift_y = 0;  ///< pixels; positive: down
  float angle = 0;  ///< radians; positive turns the content clockwise on the screen
  float scale = 1;  ///< > 1 magnifies
  bool mirror = false;
};

/// Draws a view within the ranges of `params`. Always the same number of draws, so that one range never
/// shifts another.
View draw_view(const recipe::DreamParams& params, Random& random);

/// The picture (1 x 3 x H x W) under that view, with a margin: 1 x 3 x (H + 2 pad) x (W + 2 pad). A view
/// without turn and scale moves whole pixels; else everything is one bilinear resampling. Beyond the edge:
/// gray 0.5, the other side, or a mirror image. Differentiable.
at::Tensor apply_view(const at::Tensor& picture, const View& view, recipe::Border border, int pad);

/// Where the pixels of such a view lie in the picture, for PicturePath.
Sampling sampling_of(const View& view, Size size, recipe::Border border, int pad);

}  // namespace birddream::dream
