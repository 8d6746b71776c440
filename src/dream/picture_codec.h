#pragma once

#include <ATen/core/Tensor.h>

#include "recipe/params.h"

namespace birddream::dream {

struct Size {
  int width = 0;
  int height = 0;
  bool operator==(const Size&) const = default;
};

/// Between a picture (1 x 3 x H x W float32, sRGB 0..1) and the values that are climbed:
///   pixel:   the picture itself;
///   Fourier: 1 x 3 x H x (W/2+1) x 2 real and imaginary parts of rfft2 coefficients (tensorflow/lucid,
///            optvis/param/spatial.py): scaled by max(h,w)/sqrt(h w) k^-decay, where k is the frequency in
///            cycles over the longer side (at least 1), inverse FFT, contrast / 4, colour matrix, sigmoid.
///            With decay 1 and contrast 1 these are Lucid's own numbers; the gain of the lowest frequency
///            does not depend on decay. A coefficient means the same wave at every size, so values move
///            between octaves unchanged.
/// All functions are differentiable where autograd records; device of the input.
at::Tensor decode(const at::Tensor& values, Size size, const recipe::DreamParams& params);

/// The inverse. Fourier: the picture is first held within 0.01..0.99 (sigmoid reaches 0 and 1 only at
/// infinity).
at::Tensor encode(const at::Tensor& picture, const recipe::DreamParams& params);

/// Values of the same picture at another size: pixels resampled (antialiased bilinear), spectra cropped or
/// padded.
at::Tensor resize_values(const at::Tensor& values, Size from, Size to, recipe::Parametrisation kind);

/// The picture mirrored left to right, in values (a spectrum mirrors about its first column).
at::Tensor mirror_values(const at::Tensor& values, recipe::Parametrisation kind);

/// Gaussian blur of `sigma` pixels: separable with mirrored border for pixels, the exact transfer function
/// exp(-2 pi^2 sigma^2 f^2) for spectra.
at::Tensor blur_values(const at::Tensor& values, Size size, float sigma, recipe::Parametrisation kind);

/// What decode() multiplies a spectrum by, H x (W/2+1) x 1, and then the picture in front of the colours.
at::Tensor spectrum_scale(Size size, double decay, const at::TensorOptions& options);
double inner_gain(const recipe::DreamParams& params);

/// Lucid's colour correlation (ImageNet): rows red, green, blue; divided by its largest column norm. 3 x 3.
at::Tensor colour_matrix();

}  // namespace birddream::dream
