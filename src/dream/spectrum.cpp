#include "dream/spectrum.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace birddream::dream {
namespace {

constexpr int lowest = 3;         // cycles a picture; below it there is the bird's own shape
constexpr double highest = 0.35;  // of the side; above it resampling shows

}  // namespace

float spectrum_slope(const at::Tensor& picture) {
  const at::NoGradGuard frozen;
  const at::Tensor rgb = picture[0].detach().to(at::kCPU, at::kFloat);
  const std::int64_t height = rgb.size(1), width = rgb.size(2);
  at::Tensor luma = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
  const at::Tensor window = at::outer(at::hann_window(height, false), at::hann_window(width, false));
  const at::Tensor power = at::fft_rfft2((luma - luma.mean()) * window).abs().square();
  // In cycles over the longer side, so that an oblong picture's directions are comparable.
  const auto side = static_cast<double>(std::max(height, width));
  const at::Tensor rows = (at::fft_fftfreq(height) * side).square().unsqueeze(1);
  const at::Tensor columns = (at::fft_rfftfreq(width) * side).square().unsqueeze(0);
  const at::Tensor ring = (rows + columns).sqrt().round().to(at::kLong).flatten();
  const int last = static_cast<int>(highest * side);
  const at::Tensor sums = at::bincount(ring, power.flatten(), last + 1);
  const at::Tensor counts = at::bincount(ring, {}, last + 1);
  double n = 0, x1 = 0, y1 = 0, xx = 0, xy = 0;
  for (int k = lowest; k <= last; ++k) {
    const double count = counts[k].item<double>();
    const double mean = count > 0 ? sums[k].item<double>() / count : 0;
    if (!(mean > 0)) continue;
    const double x = std::log(k), y = std::log(mean);
    n += 1;
    x1 += x;
    y1 += y;
    xx += x * x;
    xy += x * y;
  }
  const double spread = n * xx - x1 * x1;
  return spread > 0 ? static_cast<float>((n * xy - x1 * y1) / spread) : 0;
}

}  // namespace birddream::dream
