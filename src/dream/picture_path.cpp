#include "dream/picture_path.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

#include "plan/parallel.h"

namespace birddream::dream {
namespace {

using recipe::Parametrisation;

// More threads than these would spend their time on clearing and adding up buffers.
constexpr int most_strips = 8;

/// work(begin, end) on ranges of [0, count), of `width` numbers each.
template <class Work>
void share(long count, long width, const Work& work) {
  plan::parallel_rows(count, count * width, work);
}

/// Pixels of a picture in stretches of so many, so that threads get whole vectors.
constexpr long stretch = 256;
template <class Work>
void share_pixels(long pixels, const Work& work) {
  share((pixels + stretch - 1) / stretch, 3 * stretch,
        [&](long begin, long end) { work(begin * stretch, std::min(end * stretch, pixels)); });
}

at::Tensor numbers(at::IntArrayRef shape) {
  return at::empty(shape, at::kFloat);
}

}  // namespace

void PicturePath::prepare(Size size, const recipe::DreamParams& params) {
  const Kind kind{size, params.parametrisation, params.spectrum_decay, params.contrast, params.decorrelate};
  if (kind == kind_) return;
  if (size != kind_.size || kind.parametrisation != kind_.parametrisation) {
    strips_.clear();
    gradient_ = inner_ = spectrum_ = at::Tensor();
    pixels_ = numbers({size.height, size.width, 4});
  }
  kind_ = kind;
  if (kind.parametrisation == Parametrisation::pixel) return;
  const at::Tensor matrix = kind.decorrelate ? colour_matrix() : at::eye(3);
  matrix_.assign(matrix.const_data_ptr<float>(), matrix.const_data_ptr<float>() + 9);
  const std::int64_t columns = size.width / 2 + 1;
  const double gain = inner_gain(params) / (static_cast<double>(size.width) * size.height);
  const at::Tensor scale = spectrum_scale(size, params.spectrum_decay, at::kFloat) * gain;
  forward_scale_ = scale.expand({size.height, columns, 2}).contiguous();
  // A coefficient stands for its conjugate too, but in the first column and the Nyquist column.
  backward_scale_ = forward_scale_ * 2;
  backward_scale_.select(1, 0).mul_(0.5);
  if (size.width % 2 == 0) backward_scale_.select(1, columns - 1).mul_(0.5);
  spectrum_ = numbers({1, 3, size.height, columns, 2});
  inner_ = numbers({1, 3, size.height, size.width});
}

at::Tensor PicturePath::decode(const at::Tensor& values) {
  const PictureKernels& kernels = picture_kernels();
  auto* const pixels = pixels_.mutable_data_ptr<float>();
  if (kind_.parametrisation == Parametrisation::pixel) {
    picture_ = values;
    const auto* const from = picture_.const_data_ptr<float>();
    share_pixels(plane(),
                 [&](long begin, long end) { kernels.to_pixels(from, plane(), pixels, begin, end); });
    return picture_;
  }
  const long height = kind_.size.height, row = forward_scale_.numel() / height;
  const auto* const from = values.const_data_ptr<float>();
  const auto* const scale = forward_scale_.const_data_ptr<float>();
  auto* const spectrum = spectrum_.mutable_data_ptr<float>();
  share(3 * height, row, [&](long begin, long end) {
    for (long i = begin; i < end; ++i)
      kernels.multiply(from + i * row, scale + i % height * row, spectrum + i * row, row);
  });
  const at::Tensor inner =
      at::_fft_c2r(at::view_as_complex(spectrum_), {2, 3}, /*normalization=*/0, kind_.size.width);
  picture_ = numbers(inner.sizes());
  const auto* const decoded = inner.const_data_ptr<float>();
  auto* const picture = picture_.mutable_data_ptr<float>();
  share_pixels(plane(), [&](long begin, long end) {
    kernels.finish_decoding(decoded, matrix_.data(), plane(), picture, pixels, begin, end);
  });
  return picture_;
}

const at::Tensor& PicturePath::show(const View& view, recipe::Border border, int pad) {
  const Size size = kind_.size;
  sampling_ = sampling_of(view, size, border, pad);
  if (!shown_.defined() || shown_.size(2) != sampling_.out_height || shown_.size(3) != sampling_.out_width)
    shown_ = numbers({1, 3, sampling_.out_height, sampling_.out_width});
  const auto* const pixels = pixels_.const_data_ptr<float>();
  auto* const shown = shown_.mutable_data_ptr<float>();
  share(sampling_.out_height, 3L * sampling_.out_width,
        [&](long begin, long end) { picture_kernels().resample(pixels, sampling_, shown, begin, end); });
  return shown_;
}

std::vector<const float*> PicturePath::pixels_backward(const at::Tensor& shown) {
  const at::Tensor gradient = shown.contiguous();
  const auto* const from = gradient.const_data_ptr<float>();
  const int strips = std::clamp(plan::thread_count(), 1, most_strips);
  while (static_cast<int>(strips_.size()) < strips) strips_.push_back(at::empty_like(pixels_));
  std::vector<float*> to;
  for (int i = 0; i < strips; ++i)
    to.push_back(strips_[static_cast<std::size_t>(i)].mutable_data_ptr<float>());
  const long rows = sampling_.out_height;
  share(strips, rows * sampling_.out_width * 3 / strips, [&](long begin, long end) {
    for (long i = begin; i < end; ++i) {
      float* const strip = to[static_cast<std::size_t>(i)];
      std::memset(strip, 0, pixels_.nbytes());
      picture_kernels().resample_backward(from, sampling_, strip, rows * i / strips, rows * (i + 1) / strips);
    }
  });
  return {to.begin(), to.end()};
}

ValuesGradient PicturePath::backward(const at::Tensor& shown) {
  const PictureKernels& kernels = picture_kernels();
  const std::vector<const float*> strips = pixels_backward(shown);
  const int parts = static_cast<int>(strips.size());
  const bool spectral = kind_.parametrisation == Parametrisation::fourier;
  if (!gradient_.defined()) gradient_ = at::empty_like(spectral ? spectrum_ : picture_);
  auto* const gradient = gradient_.mutable_data_ptr<float>();
  const float *from = gradient, *scale = nullptr;
  at::Tensor spectrum;
  if (spectral) {
    auto* const inner = inner_.mutable_data_ptr<float>();
    const auto* const picture = picture_.const_data_ptr<float>();
    share_pixels(plane(), [&](long begin, long end) {
      kernels.decoding_backward(strips.data(), parts, picture, matrix_.data(), plane(), inner, begin, end);
    });
    spectrum =
        at::view_as_real(at::_fft_r2c(inner_, {2, 3}, /*normalization=*/0, /*onesided=*/true)).contiguous();
    from = spectrum.const_data_ptr<float>();
    scale = backward_scale_.const_data_ptr<float>();
  } else {
    share_pixels(plane(), [&](long begin, long end) {
      kernels.to_planes(strips.data(), parts, plane(), gradient, begin, end);
    });
  }
  // Sums row by row, so that they do not depend on the number of threads.
  const long height = kind_.size.height, row = gradient_.numel() / (3 * height);
  std::vector<GradientSums> sums(static_cast<std::size_t>(3 * height));
  share(3 * height, row, [&](long begin, long end) {
    for (long i = begin; i < end; ++i)
      sums[static_cast<std::size_t>(i)] = kernels.scale_gradient(
          from + i * row, scale == nullptr ? nullptr : scale + i % height * row, gradient + i * row, row);
  });
  double squares = 0, magnitudes = 0;
  for (const GradientSums& sum : sums) {
    squares += sum.squares;
    magnitudes += sum.magnitudes;
  }
  return {gradient_, std::sqrt(squares), magnitudes / static_cast<double>(gradient_.numel())};
}

void PicturePath::blur(at::Tensor& values, float sigma) const {
  if (sigma <= 0) return;
  const long height = kind_.size.height, row = values.numel() / (3 * height);
  const double exponent = -2.0 * std::numbers::pi * std::numbers::pi * sigma * sigma;
  const auto damping = [exponent](long k, long side) {  // of the frequency k in `side`
    const double f = static_cast<double>(k) / static_cast<double>(side);
    return static_cast<float>(std::exp(exponent * f * f));
  };
  std::vector<float> across(static_cast<std::size_t>(row)), down(static_cast<std::size_t>(height));
  for (long i = 0; i < row; ++i) across[static_cast<std::size_t>(i)] = damping(i / 2, kind_.size.width);
  for (long i = 0; i < height; ++i)
    down[static_cast<std::size_t>(i)] = damping(std::min(i, height - i), height);
  auto* const to = values.mutable_data_ptr<float>();
  share(3 * height, row, [&](long begin, long end) {
    for (long i = begin; i < end; ++i)
      picture_kernels().multiply_by(to + i * row, down[static_cast<std::size_t>(i % height)], across.data(),
                                    to + i * row, row);
  });
}

}  // namespace birddream::dream
