#pragma once

#include <ATen/core/Tensor.h>

#include "base/result.h"
#include "dream/picture_codec.h"
#include "recipe/params.h"

namespace birddream::dream {

/// The values a dream of `size` begins with, on `device`: the start picture encoded, and for Fourier
/// coefficients noise of standard deviation spectrum_noise on top (without it a gray start is a saddle).
/// Start pictures, sRGB 0..1:
///   gray      128/255 everywhere ("Dreaming of Birds")
///   noise     0.5 + start_contrast/2 * standard normal, clamped
///   gradient  bilinear between four random corner colours within 0.5 +- start_contrast/2
///   photo     start_photo scaled to cover and cropped at the centre, blurred by start_blur; Error:
///   unreadable
/// A pure function of (params, size).
Result<at::Tensor> start_values(const recipe::DreamParams& params, Size size, at::Device device);

}  // namespace birddream::dream
