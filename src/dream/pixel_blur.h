#pragma once

#include <ATen/core/Tensor.h>

namespace birddream::dream {

/// blur_values() of pixels by hand: a Gaussian of `sigma` > 0 px, cut off at four of them, the border
/// mirrored. picture: 1 x 3 x H x W float32 on the CPU, contiguous. The work is shared among
/// plan::thread_count().
at::Tensor blur_picture(const at::Tensor& picture, float sigma);

}  // namespace birddream::dream
