#pragma once

#ifndef __CUDACC__
#include <cmath>
#endif

#include "cuda/kernels/fourier.h"

namespace birddream::cuda {

/// All bits of the exponent set: infinite or not a number. (isfinite() has too many homes.)
BIRDDREAM_BOTH bool is_lost(float value) {
  return (bits_of_float(value) & 0x7F800000U) == 0x7F800000U;
}

constexpr int sum_blocks = 64;

/// Sums over the gradient, a part a block; see kernels/gemm.h for teams. team.sum() adds up over the team.
struct GradientSums {
  static constexpr int threads = 256;
  static constexpr int shared_bytes = 256;  // for team.sum()
  const float* gradient;
  long count;
  float* squares;     ///< sum_blocks
  float* magnitudes;  ///< sum_blocks

  template <class Team>
  BIRDDREAM_BOTH void run(Team& team) const {
    const int block = team.block(0);
    const long begin = count * block / sum_blocks, end = count * (block + 1) / sum_blocks;
    float square = 0, magnitude = 0;
    for (long i = begin + team.rank(); i < end; i += team.size()) {
      square += gradient[i] * gradient[i];
      magnitude += fabsf(gradient[i]);
    }
    square = team.sum(square);
    magnitude = team.sum(magnitude);
    if (team.rank() != 0) return;
    squares[block] = square;
    magnitudes[block] = magnitude;
  }
};

/// One item: what the sums come to, and whether there is a step to take.
struct Decide {
  const float *squares, *magnitudes;
  long count;
  StepResult* result;

  BIRDDREAM_BOTH void operator()(long) const {
    double square = 0, magnitude = 0;
    for (int i = 0; i < sum_blocks; ++i) square += squares[i], magnitude += magnitudes[i];
    const auto norm = static_cast<float>(sqrt(square));
    result->norm = norm;
    result->mean_magnitude = static_cast<float>(magnitude / static_cast<double>(count));
    result->good = !is_lost(norm) && norm > 0 && !is_lost(result->objective) ? 1 : 0;
    result->lost = 0;
  }
};

/// The next values and moments, beside the old ones (dream/optimiser.h has the rules).
struct Climb {
  const float *values, *gradient, *first, *second;
  float *next, *next_first, *next_second;
  const StepBlock* block;
  StepResult* result;
  int pixels;  ///< values are pixels, which may be clamped

  BIRDDREAM_BOTH void operator()(long i) const {
    if (result->good == 0) return;
    const float g = gradient[i];
    float value = values[i], m = first[i], v = second[i];
    switch (block->rule) {
      case StepBlock::adam:
        m = m * 0.9F + g * 0.1F;
        v = v * 0.999F + g * g * 0.001F;
        value += m * block->rate / (sqrtf(v * block->correct) + 1e-8F);
        break;
      case StepBlock::sgd_normalised:
        value += g * (block->rate / result->mean_magnitude);
        break;
      default:
        value += g * block->rate;
    }
    if (is_lost(value)) result->lost = 1;  // whoever writes writes the same
    if (pixels != 0 && block->clamp != 0) value = value < 0 ? 0 : value > 1 ? 1 : value;
    next[i] = value;
    next_first[i] = m;
    next_second[i] = v;
  }
};

/// Gaussian blur of pixels along one axis, mirrored about the edge pixels' centres, out to four sigma.
struct BlurPixels {
  const float* from;
  float* to;
  Planes size;
  const StepBlock* block;
  int down;  ///< else across

  BIRDDREAM_BOTH void operator()(long item) const {
    const float sigma = block->sigma;
    if (sigma <= 0) {
      to[item] = from[item];
      return;
    }
    const int radius = static_cast<int>(ceilf(4 * sigma)) > 1 ? static_cast<int>(ceilf(4 * sigma)) : 1;
    const int x = static_cast<int>(item % size.width), y = static_cast<int>(item / size.width % size.height);
    const long plane = item / size.size() * size.size();
    const int length = down != 0 ? size.height : size.width, at = down != 0 ? y : x;
    const int period = 2 * (length - 1) > 1 ? 2 * (length - 1) : 1;
    float sum = 0, all = 0;
    for (int d = -radius; d <= radius; ++d) {
      const float share = expf(-0.5F * static_cast<float>(d * d) / (sigma * sigma));
      int k = modulo(at + d, period);
      if (k > period - k) k = period - k;
      sum += share * from[plane + (down != 0 ? static_cast<long>(k) * size.width + x
                                             : static_cast<long>(y) * size.width + k)];
      all += share;
    }
    to[item] = sum / all;
  }
};

/// Takes the step where it was good: next values (a spectrum is blurred here) and moments become the present
/// ones, mirrored where the picture is turned: x(-n) has the spectrum conj(F(-ky, kx)).
struct Commit {
  const float *next, *next_first, *next_second;
  float *values, *first, *second;
  const StepBlock* block;
  const StepResult* result;
  Planes size;
  int pixels;

  BIRDDREAM_BOTH void operator()(long i) const {
    if (result->good == 0 || result->lost != 0) return;
    long from = i;
    float sign = 1, damping = 1;
    if (pixels != 0) {
      if (block->turn != 0) from = i / size.width * size.width + size.width - 1 - i % size.width;
    } else {
      const long row = 2L * half_width(size.width);
      const int ky = static_cast<int>(i / row % size.height), kx = static_cast<int>(i % row / 2);
      if (block->turn != 0) {
        const int other = ky == 0 ? 0 : size.height - ky;
        from = i + static_cast<long>(other - ky) * row;
        sign = i % 2 != 0 ? -1.0F : 1.0F;
      }
      if (block->sigma > 0) {
        const float fy = static_cast<float>(ky < size.height - ky ? ky : size.height - ky) /
                         static_cast<float>(size.height);
        const float fx = static_cast<float>(kx) / static_cast<float>(size.width);
        constexpr float two_pi_squared = 19.7392088F;
        damping = expf(-two_pi_squared * block->sigma * block->sigma * (fy * fy + fx * fx));
      }
    }
    values[i] = next[from] * sign * damping;
    first[i] = next_first[from] * sign;
    second[i] = next_second[from];
  }
};

}  // namespace birddream::cuda
