#include "dream/pixel_blur.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "dream/picture_kernels.h"
#include "plan/parallel.h"

namespace birddream::dream {
namespace {

std::vector<float> gaussian(float sigma) {
  const int radius = std::max(1, static_cast<int>(std::ceil(4.0F * sigma)));
  std::vector<float> weights;
  float sum = 0;
  for (int i = -radius; i <= radius; ++i) {
    const auto x = static_cast<float>(i) / sigma;
    weights.push_back(std::exp(-0.5F * x * x));
    sum += weights.back();
  }
  for (float& weight : weights) weight /= sum;
  return weights;
}

/// The place of 0..size-1 that lies there when the picture is mirrored about its outermost pixels.
long mirrored(long at, long size) {
  const long period = std::max(2 * (size - 1), 1L);
  const long folded = (at % period + period) % period;
  return std::min(folded, period - folded);
}

}  // namespace

at::Tensor blur_picture(const at::Tensor& picture, float sigma) {
  const std::vector<float> weights = gaussian(sigma);
  const long radius = static_cast<long>(weights.size()) / 2;
  const long height = picture.size(2), width = picture.size(3);
  at::Tensor blurred = at::empty_like(picture);
  const auto* const from = picture.const_data_ptr<float>();
  auto* const to = blurred.mutable_data_ptr<float>();
  const auto weigh = [&](const std::vector<const float*>& rows, float* y) {
    picture_kernels().weigh(rows.data(), weights.data(), static_cast<int>(weights.size()), y, width);
  };
  plan::parallel_rows(3 * height, picture.numel(), [&](long begin, long end) {
    std::vector<float> line(static_cast<std::size_t>(width + 2 * radius));  // with its margins
    float* const inner = line.data() + radius;
    std::vector<const float*> down(weights.size()), across;
    for (std::size_t k = 0; k < weights.size(); ++k) across.push_back(line.data() + k);
    for (long row = begin; row < end; ++row) {
      const float* const plane = from + row / height * height * width;
      for (long k = -radius; k <= radius; ++k)
        down[static_cast<std::size_t>(k + radius)] = plane + mirrored(row % height + k, height) * width;
      weigh(down, inner);
      for (long k = 1; k <= radius; ++k) {
        inner[-k] = inner[mirrored(-k, width)];
        inner[width - 1 + k] = inner[mirrored(width - 1 + k, width)];
      }
      weigh(across, to + row * width);
    }
  });
  return blurred;
}

}  // namespace birddream::dream
