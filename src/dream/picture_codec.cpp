#include "dream/picture_codec.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace birddream::dream {
namespace {

using recipe::DreamParams;
using recipe::Parametrisation;

constexpr double lucid_divisor = 4.0;

// |f| of each rfft2 coefficient in cycles per pixel, H x (W/2+1).
at::Tensor frequencies(Size size, const at::TensorOptions& options) {
  const at::Tensor fy = at::fft_fftfreq(size.height, 1.0, options).unsqueeze(1);
  const at::Tensor fx = at::fft_rfftfreq(size.width, 1.0, options).unsqueeze(0);
  return at::sqrt(fy * fy + fx * fx);
}

at::Tensor mix_colours(const at::Tensor& picture, const at::Tensor& matrix) {
  return at::conv2d(picture, matrix.to(picture.device()).view({3, 3, 1, 1}));
}

Size size_of(const at::Tensor& picture) {
  return {static_cast<int>(picture.size(3)), static_cast<int>(picture.size(2))};
}

// Copies the frequencies two spectra have in common. The Nyquist row and column of an even size stand for
// both signs at once and are left out.
at::Tensor resize_spectrum(const at::Tensor& values, Size from, Size to) {
  at::Tensor resized =
      at::zeros({values.size(0), values.size(1), to.height, to.width / 2 + 1, 2}, values.options());
  const std::int64_t rows = std::min(from.height, to.height);
  const std::int64_t columns = (std::min(from.width, to.width) + 1) / 2;
  const std::int64_t positive = (rows + 1) / 2;
  const std::int64_t negative = (rows - 1) / 2;
  const auto part = [columns](const at::Tensor& t, std::int64_t row, std::int64_t count) {
    return t.narrow(2, row, count).narrow(3, 0, columns);
  };
  part(resized, 0, positive).copy_(part(values, 0, positive));
  if (negative > 0)
    part(resized, to.height - negative, negative).copy_(part(values, from.height - negative, negative));
  return resized;
}

at::Tensor gaussian_kernel(float sigma, const at::TensorOptions& options) {
  const int radius = std::max(1, static_cast<int>(std::ceil(4.0F * sigma)));
  const at::Tensor x = at::arange(-radius, radius + 1, options);
  const at::Tensor kernel = at::exp(x * x * (-0.5 / (static_cast<double>(sigma) * sigma)));
  return kernel / kernel.sum();
}

// Mirrored padding of any width: reflection_pad refuses more than the picture has.
at::Tensor pad_mirrored(const at::Tensor& picture, std::int64_t radius, std::int64_t dimension) {
  const std::int64_t size = picture.size(dimension);
  const at::Tensor position =
      at::arange(-radius, size + radius, at::TensorOptions(at::kLong).device(picture.device()));
  const std::int64_t period = std::max<std::int64_t>(2 * (size - 1), 1);
  const at::Tensor folded = at::remainder(position, period);
  return picture.index_select(dimension, at::minimum(folded, period - folded));
}

at::Tensor blur_pixels(const at::Tensor& picture, float sigma) {
  const at::Tensor kernel = gaussian_kernel(sigma, picture.options());
  const std::int64_t radius = kernel.size(0) / 2;
  const at::Tensor down = kernel.view({1, 1, -1, 1}).expand({3, 1, -1, 1}).contiguous();
  const at::Tensor across = kernel.view({1, 1, 1, -1}).expand({3, 1, 1, -1}).contiguous();
  const auto depthwise = [](const at::Tensor& x, const at::Tensor& weight) {
    constexpr std::array<std::int64_t, 2> one = {1, 1};
    constexpr std::array<std::int64_t, 2> none = {0, 0};
    return at::conv2d(x, weight, at::Tensor(), at::IntArrayRef(one), at::IntArrayRef(none),
                      at::IntArrayRef(one), /*groups=*/3);
  };
  const at::Tensor blurred = depthwise(pad_mirrored(picture, radius, 2), down);
  return depthwise(pad_mirrored(blurred, radius, 3), across);
}

}  // namespace

at::Tensor colour_matrix() {
  const at::Tensor correlation =
      at::tensor({0.26F, 0.09F, 0.02F, 0.27F, 0.00F, -0.05F, 0.27F, -0.09F, 0.03F}).view({3, 3});
  return correlation / correlation.norm(2, {0}).max();
}

at::Tensor spectrum_scale(Size size, double decay, const at::TensorOptions& options) {
  const double longer = std::max(size.width, size.height);
  const double gain = longer * std::sqrt(static_cast<double>(size.width) * size.height);
  const at::Tensor cycles = (frequencies(size, options) * longer).clamp_min(1.0);
  return (gain * cycles.pow(-decay)).unsqueeze(-1);
}

double inner_gain(const DreamParams& params) {
  return params.contrast / lucid_divisor;
}

at::Tensor decode(const at::Tensor& values, Size size, const DreamParams& params) {
  if (params.parametrisation == Parametrisation::pixel) return values;
  const at::Tensor scaled = values * spectrum_scale(size, params.spectrum_decay, values.options());
  at::Tensor picture = at::fft_irfft2(at::view_as_complex(scaled), at::IntArrayRef{size.height, size.width});
  picture = picture * inner_gain(params);
  if (params.decorrelate) picture = mix_colours(picture, colour_matrix());
  return at::sigmoid(picture);
}

at::Tensor encode(const at::Tensor& picture, const DreamParams& params) {
  if (params.parametrisation == Parametrisation::pixel) return picture.clone();
  at::Tensor inner = at::logit(picture.clamp(0.01, 0.99));
  if (params.decorrelate) inner = mix_colours(inner, at::inverse(colour_matrix()));
  inner = inner / inner_gain(params);
  const at::Tensor spectrum = at::view_as_real(at::fft_rfft2(inner));
  return spectrum / spectrum_scale(size_of(picture), params.spectrum_decay, picture.options());
}

at::Tensor resize_values(const at::Tensor& values, Size from, Size to, Parametrisation kind) {
  if (from == to) return values;
  if (kind == Parametrisation::fourier) return resize_spectrum(values, from, to);
  return at::_upsample_bilinear2d_aa(values, {to.height, to.width}, /*align_corners=*/false);
}

at::Tensor mirror_values(const at::Tensor& values, Parametrisation kind) {
  if (kind == Parametrisation::pixel) return values.flip(3);
  // x(-n) has the spectrum conj(F(-ky, kx)).
  const at::Tensor turned = values.flip(2).roll(1, 2);
  return turned * at::tensor({1.0F, -1.0F}, values.options());
}

at::Tensor blur_values(const at::Tensor& values, Size size, float sigma, Parametrisation kind) {
  if (sigma <= 0) return values;
  if (kind == Parametrisation::pixel) return blur_pixels(values, sigma);
  const at::Tensor f = frequencies(size, values.options());
  const double exponent = -2.0 * std::numbers::pi * std::numbers::pi * sigma * sigma;
  return values * at::exp(f * f * exponent).unsqueeze(-1);
}

}  // namespace birddream::dream
