#pragma once

#ifndef __CUDACC__
#include <cmath>
#endif

#include "cuda/kernels/slice.h"

namespace birddream::cuda {

/// Local response normalisation across five channels:
///   s_i = 1 + c sum_j x_j^2,  y_i = x_i s_i^-3/4      (j in i-2..i+2)
/// `sums` keeps s for the way back, dense.
constexpr int norm_reach = 2;

BIRDDREAM_BOTH float power_minus_three_quarters(float s) {
  const float root = 1.0F / sqrtf(s);
  return root * sqrtf(root);
}

struct Norm {
  Slice x, y;
  float* sums;
  float c;

  BIRDDREAM_BOTH void operator()(long item) const {
    const Place p = place_of(y, item);
    const Half* const from = x.at(p.pixel, 0);
    const Floats v = load(from + p.channel);
    float squares[lot + 2 * norm_reach];
    for (int k = 0; k < lot + 2 * norm_reach; ++k) {
      const int channel = p.channel + k - norm_reach;
      const float value = channel < 0 || channel >= x.c ? 0 : to_float(from[channel]);
      squares[k] = value * value;
    }
    Floats out;
    for (int k = 0; k < lot; ++k) {
      float sum = 0;
      for (int j = 0; j <= 2 * norm_reach; ++j) sum += squares[k + j];
      const float s = 1 + c * sum;
      sums[p.pixel * x.c + p.channel + k] = s;
      out.v[k] = v.v[k] * power_minus_three_quarters(s);
    }
    store(y.at(p.pixel, p.channel), out);
  }
};

/// dx_i = g_i s_i^-3/4 - 3/2 c x_i sum_j g_j x_j s_j^-7/4
struct NormBackward {
  Slice gy, x;
  const float* sums;
  Landing gx;
  float c;

  BIRDDREAM_BOTH void operator()(long item) const {
    const Place p = place_of(gx.to, item);
    float through[lot + 2 * norm_reach], direct[lot], own[lot];
    for (int k = 0; k < lot + 2 * norm_reach; ++k) {
      const int channel = p.channel + k - norm_reach;
      through[k] = 0;
      if (channel < 0 || channel >= x.c) continue;
      const float s = sums[p.pixel * x.c + channel];
      const float value = to_float(*x.at(p.pixel, channel));
      const float reduced = to_float(*gy.at(p.pixel, channel)) * power_minus_three_quarters(s);
      through[k] = reduced * value / s;
      if (k < norm_reach || k >= lot + norm_reach) continue;
      direct[k - norm_reach] = reduced;
      own[k - norm_reach] = value;
    }
    Floats out;
    for (int k = 0; k < lot; ++k) {
      float sum = 0;
      for (int j = 0; j <= 2 * norm_reach; ++j) sum += through[k + j];
      out.v[k] = direct[k] - 1.5F * c * own[k] * sum;
    }
    gx.put(p.pixel, p.channel, out);
  }
};

}  // namespace birddream::cuda
