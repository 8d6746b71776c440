#pragma once

#ifndef __CUDACC__
#include <cmath>
#endif

#include "cuda/kernels/slice.h"
#include "cuda/step_block.h"

namespace birddream::cuda {

struct Planes {
  int width, height;
  BIRDDREAM_BOTH long size() const { return static_cast<long>(width) * height; }
};

BIRDDREAM_BOTH int modulo(int a, int n) {
  const int rest = a % n;
  return rest < 0 ? rest + n : rest;
}
/// The pixel that stands at a position anywhere on an axis; -1: gray.
BIRDDREAM_BOTH int folded(int at, int size, int beyond) {
  if (beyond == StepBlock::wrap) return modulo(at, size);
  if (beyond == StepBlock::mirror) {
    const int twice = modulo(at, 2 * size);
    return twice < size ? twice : 2 * size - 1 - twice;
  }
  return at < 0 || at >= size ? -1 : at;
}

/// The picture under a view, bilinear, as the network wants it: normalised, one lot of channels, three used.
struct Look {
  const float* picture;  ///< three planes
  Planes size;
  const StepBlock* block;
  Slice seen;
  float scale[3], shift[3];

  BIRDDREAM_BOTH void operator()(long pixel) const {
    const StepBlock::View& v = block->view;
    const auto j = static_cast<float>(pixel % seen.w), i = static_cast<float>(pixel / seen.w % seen.h);
    const float x = v.x + j * v.x_right + i * v.x_down, y = v.y + j * v.y_right + i * v.y_down;
    const float left = floorf(x), top = floorf(y);
    const float right_share = x - left, bottom_share = y - top;
    float sum[3] = {};
    for (int corner = 0; corner < 4; ++corner) {
      const int dx = corner & 1, dy = corner >> 1;
      const float share =
          (dx != 0 ? right_share : 1 - right_share) * (dy != 0 ? bottom_share : 1 - bottom_share);
      int px = folded(static_cast<int>(left) + dx, size.width, v.beyond);
      const int py = folded(static_cast<int>(top) + dy, size.height, v.beyond);
      if (v.mirrored != 0 && px >= 0) px = size.width - 1 - px;
      for (int c = 0; c < 3; ++c)
        sum[c] +=
            share *
            (px < 0 || py < 0 ? 0.5F : picture[c * size.size() + static_cast<long>(py) * size.width + px]);
    }
    Floats out{};
    for (int c = 0; c < 3; ++c) out.v[c] = sum[c] * scale[c] + shift[c];
    store(seen.at(pixel, 0), out);
  }
};

/// The way back, and that of the colours: every pixel asks whoever saw it, so that sums have one order.
struct LookBackward {
  const float* picture;
  Planes size;
  const StepBlock* block;
  const StepResult* result;
  Slice seen;       ///< the gradient of what was seen
  float scale[3];   ///< of Look
  int decoded;      ///< the picture is sigmoid(matrix * inner), else its own values
  float* gradient;  ///< three planes: of inner, or of the picture

  /// Positions of an axis at which a pixel stands, within [low, high]: at most so many are looked at.
  struct Images {
    int first[2];  ///< the two that a mirror makes; -1 apart where there is one
    int count, period, from, to;
  };
  BIRDDREAM_BOTH static Images images_of(int at, int size_, int beyond, float low, float high) {
    Images im{};
    im.first[0] = at, im.count = 1;
    if (beyond == StepBlock::gray) return im;
    im.period = size_;
    if (beyond == StepBlock::mirror) im.first[1] = 2 * size_ - 1 - at, im.count = 2, im.period = 2 * size_;
    im.from = static_cast<int>(floorf(low / static_cast<float>(im.period))) - 1;
    im.to = static_cast<int>(floorf(high / static_cast<float>(im.period))) + 1;
    return im;
  }
  BIRDDREAM_BOTH static float span(float a, float b, float extent_a, float extent_b, bool low) {
    float sum = 0;
    if ((a < 0) == low) sum += a * extent_a;
    if ((b < 0) == low) sum += b * extent_b;
    return sum;
  }

  /// Adds what was seen of an image of the pixel at (x, y).
  BIRDDREAM_BOTH void gather(float x, float y, float sum[3]) const {
    const StepBlock::View& v = block->view;
    const float determinant = v.x_right * v.y_down - v.x_down * v.y_right;
    const float a = v.y_down / determinant, b = -v.x_down / determinant;
    const float c = -v.y_right / determinant, d = v.x_right / determinant;
    const float j0 = a * (x - v.x) + b * (y - v.y), i0 = c * (x - v.x) + d * (y - v.y);
    constexpr float slack = 0.01F;
    const float reach_j = fabsf(a) + fabsf(b) + slack, reach_i = fabsf(c) + fabsf(d) + slack;
    const int first_j = j0 - reach_j < 0 ? 0 : static_cast<int>(ceilf(j0 - reach_j));
    const int first_i = i0 - reach_i < 0 ? 0 : static_cast<int>(ceilf(i0 - reach_i));
    for (int i = first_i; i < seen.h && static_cast<float>(i) <= i0 + reach_i; ++i) {
      for (int j = first_j; j < seen.w && static_cast<float>(j) <= j0 + reach_j; ++j) {
        const auto fj = static_cast<float>(j), fi = static_cast<float>(i);
        const float away_x = fabsf(v.x + fj * v.x_right + fi * v.x_down - x);
        const float away_y = fabsf(v.y + fj * v.y_right + fi * v.y_down - y);
        if (away_x >= 1 || away_y >= 1) continue;
        const float share = (1 - away_x) * (1 - away_y);
        const Half* const g = seen.at(static_cast<long>(i) * seen.w + j, 0);
        for (int k = 0; k < 3; ++k) sum[k] += share * to_float(g[k]);
      }
    }
  }

  BIRDDREAM_BOTH void operator()(long pixel) const {
    const StepBlock::View& v = block->view;
    const int py = static_cast<int>(pixel / size.width), column = static_cast<int>(pixel % size.width);
    const int px = v.mirrored != 0 ? size.width - 1 - column : column;
    const auto right = static_cast<float>(seen.w - 1), down = static_cast<float>(seen.h - 1);
    const float low_x = v.x + span(v.x_right, v.x_down, right, down, true) - 1;
    const float high_x = v.x + span(v.x_right, v.x_down, right, down, false) + 1;
    const float low_y = v.y + span(v.y_right, v.y_down, right, down, true) - 1;
    const float high_y = v.y + span(v.y_right, v.y_down, right, down, false) + 1;
    const Images xs = images_of(px, size.width, v.beyond, low_x, high_x);
    const Images ys = images_of(py, size.height, v.beyond, low_y, high_y);
    float sum[3] = {};
    for (int my = ys.from; my <= ys.to; ++my) {
      for (int fy = 0; fy < ys.count; ++fy) {
        const auto y = static_cast<float>(ys.first[fy] + my * ys.period);
        if (y < low_y || y > high_y) continue;
        for (int mx = xs.from; mx <= xs.to; ++mx) {
          for (int fx = 0; fx < xs.count; ++fx) {
            const auto x = static_cast<float>(xs.first[fx] + mx * xs.period);
            if (x >= low_x && x <= high_x) gather(x, y, sum);
          }
        }
      }
    }
    const long plane = size.size();
    for (int c = 0; c < 3; ++c) sum[c] *= scale[c] / result->scale;
    if (decoded == 0) {
      for (int c = 0; c < 3; ++c) gradient[c * plane + pixel] = sum[c];
      return;
    }
    for (int c = 0; c < 3; ++c) {
      const float value = picture[c * plane + pixel];
      sum[c] *= value * (1 - value);
    }
    const float* const m = block->matrix;
    for (int c = 0; c < 3; ++c)
      gradient[c * plane + pixel] = m[c] * sum[0] + m[3 + c] * sum[1] + m[6 + c] * sum[2];
  }
};

}  // namespace birddream::cuda
