#pragma once

#include "cuda/kernels/slice.h"

namespace birddream::cuda {

/// 3x3 pooling. What of a window lies outside does not count.
constexpr int window_side = 3;

struct MaxPool {
  Slice x, y;
  std::uint8_t* winner;  ///< of each output the window's place (0..8) of the first maximum, dense
  int stride, pad_h, pad_w;

  BIRDDREAM_BOTH void operator()(long item) const {
    const Place p = place_of(y, item);
    Floats best{};
    int where[lot] = {};
    bool any = false;
    for (int dy = 0; dy < window_side; ++dy) {
      const int iy = p.y * stride - pad_h + dy;
      if (iy < 0 || iy >= x.h) continue;
      for (int dx = 0; dx < window_side; ++dx) {
        const int ix = p.x * stride - pad_w + dx;
        if (ix < 0 || ix >= x.w) continue;
        const Floats v = load(x.at(x.pixel(p.image, iy, ix), p.channel));
        for (int k = 0; k < lot; ++k) {
          if (any && v.v[k] <= best.v[k]) continue;  // what is no number wins
          best.v[k] = v.v[k];
          where[k] = dy * window_side + dx;
        }
        any = true;
      }
    }
    store(y.at(p.pixel, p.channel), best);
    for (int k = 0; k < lot; ++k) winner[p.pixel * y.c + p.channel + k] = static_cast<std::uint8_t>(where[k]);
  }
};

/// The windows of one axis that hold a position: [first, last].
struct Windows {
  int first, last;
};
BIRDDREAM_BOTH Windows windows_around(int position, int stride, int pad, int count) {
  const int low = position + pad - (window_side - 1);
  int first = low <= 0 ? 0 : (low + stride - 1) / stride;
  int last = (position + pad) / stride;
  return {first, last < count ? last : count - 1};
}

/// Gathers: each input asks the windows around it, so that sums have one order.
struct MaxPoolBackward {
  Slice gy;
  Landing gx;
  const std::uint8_t* winner;
  int stride, pad_h, pad_w;

  BIRDDREAM_BOTH void operator()(long item) const {
    const Place p = place_of(gx.to, item);
    const Windows rows = windows_around(p.y, stride, pad_h, gy.h);
    const Windows columns = windows_around(p.x, stride, pad_w, gy.w);
    Floats sum{};
    for (int oy = rows.first; oy <= rows.last; ++oy) {
      for (int ox = columns.first; ox <= columns.last; ++ox) {
        const int place = (p.y + pad_h - oy * stride) * window_side + p.x + pad_w - ox * stride;
        const long from = gy.pixel(p.image, oy, ox);
        const Floats g = load(gy.at(from, p.channel));
        for (int k = 0; k < lot; ++k) sum.v[k] += winner[from * gy.c + p.channel + k] == place ? g.v[k] : 0;
      }
    }
    gx.put(p.pixel, p.channel, sum);
  }
};

BIRDDREAM_BOTH int inside_of(int position, int size) {  // cells of a 3-wide window around it
  return (position > 0 ? 1 : 0) + 1 + (position + 1 < size ? 1 : 0);
}

/// 3x3 stride 1 mean; then max(mean + bias, 0) where there is a bias, one number a channel.
struct AveragePool {
  Slice x, y;
  const float* bias;

  BIRDDREAM_BOTH void operator()(long item) const {
    const Place p = place_of(y, item);
    Floats sum{};
    for (int iy = p.y - 1; iy <= p.y + 1; ++iy) {
      if (iy < 0 || iy >= x.h) continue;
      for (int ix = p.x - 1; ix <= p.x + 1; ++ix) {
        if (ix < 0 || ix >= x.w) continue;
        const Floats v = load(x.at(x.pixel(p.image, iy, ix), p.channel));
        for (int k = 0; k < lot; ++k) sum.v[k] += v.v[k];
      }
    }
    const float share = 1.0F / static_cast<float>(inside_of(p.y, x.h) * inside_of(p.x, x.w));
    for (int k = 0; k < lot; ++k) {
      sum.v[k] *= share;
      if (bias == nullptr) continue;
      const float value = sum.v[k] + bias[p.channel + k];
      sum.v[k] = value < 0 ? 0 : value;
    }
    store(y.at(p.pixel, p.channel), sum);
  }
};

struct AveragePoolBackward {
  Slice gy;
  Landing gx;

  BIRDDREAM_BOTH void operator()(long item) const {
    const Place p = place_of(gx.to, item);
    Floats sum{};
    for (int oy = p.y - 1; oy <= p.y + 1; ++oy) {
      if (oy < 0 || oy >= gy.h) continue;
      for (int ox = p.x - 1; ox <= p.x + 1; ++ox) {
        if (ox < 0 || ox >= gy.w) continue;
        const float share = 1.0F / static_cast<float>(inside_of(oy, gy.h) * inside_of(ox, gy.w));
        const Floats g = load(gy.at(gy.pixel(p.image, oy, ox), p.channel));
        for (int k = 0; k < lot; ++k) sum.v[k] += g.v[k] * share;
      }
    }
    gx.put(p.pixel, p.channel, sum);
  }
};

/// Over the whole picture; y has one pixel a picture.
struct GlobalMean {
  Slice x, y;

  BIRDDREAM_BOTH void operator()(long item) const {
    const Place p = place_of(y, item);
    const long count = static_cast<long>(x.h) * x.w;
    Floats sum{};
    for (long i = 0; i < count; ++i) {
      const Floats v = load(x.at(p.image * count + i, p.channel));
      for (int k = 0; k < lot; ++k) sum.v[k] += v.v[k];
    }
    for (int k = 0; k < lot; ++k) sum.v[k] /= static_cast<float>(count);
    store(y.at(p.pixel, p.channel), sum);
  }
};

struct GlobalMeanBackward {
  Slice gy;
  Landing gx;

  BIRDDREAM_BOTH void operator()(long item) const {
    const Place p = place_of(gx.to, item);
    Floats g = load(gy.at(p.image, p.channel));
    const auto count = static_cast<float>(gx.to.h * gx.to.w);
    for (int k = 0; k < lot; ++k) g.v[k] /= count;
    gx.put(p.pixel, p.channel, g);
  }
};

}  // namespace birddream::cuda
