#pragma once

#include <ATen/core/Tensor.h>

namespace birddream::dream {

/// How fast a picture's power falls with frequency: the slope of log power over log frequency, where power is
/// the mean over the directions of |FFT|^2 of the luma under a Hann window, for 3 to 0.35 side cycles a
/// picture. Photographs lie near -2 to -3 (Field 1987); white noise at 0; what no photograph has, such as the
/// fine checks of an adversarial picture, above. `picture`: 1 x 3 x H x W, sRGB; at least 32 pixels a side.
/// An even picture gives 0.
float spectrum_slope(const at::Tensor& picture);

}  // namespace birddream::dream
