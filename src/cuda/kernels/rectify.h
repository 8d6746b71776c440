#pragma once

#include "cuda/kernels/slice.h"

namespace birddream::cuda {

/// The way back through max(x, 0), in place: kept where the output y is above 0.
struct Mask {
  Slice g, y;

  BIRDDREAM_BOTH void operator()(long item) const {
    const Place p = place_of(g, item);
    Landing{g, y, 0}.put(p.pixel, p.channel, load(g.at(p.pixel, p.channel)));
  }
};

/// Lucid's redirected ReLU (net/layers.h): where no gradient at all would pass to a picture's layer, one that
/// would raise silent units passes. First: whether any passes; `alive`, one number a picture, was 0.
struct FindAlive {
  Slice g, y;
  unsigned* alive;

  BIRDDREAM_BOTH void operator()(long item) const {
    const Place p = place_of(g, item);
    const Floats gradient = load(g.at(p.pixel, p.channel)), output = load(y.at(p.pixel, p.channel));
    for (int k = 0; k < lot; ++k) {
      if (gradient.v[k] != 0 && output.v[k] > 0) alive[p.image] = 1;  // whoever writes writes the same
    }
  }
};

struct Redirect {
  Slice g, y;
  const unsigned* alive;

  BIRDDREAM_BOTH void operator()(long item) const {
    const Place p = place_of(g, item);
    Floats gradient = load(g.at(p.pixel, p.channel));
    const Floats output = load(y.at(p.pixel, p.channel));
    const bool dead = alive[p.image] == 0;
    for (int k = 0; k < lot; ++k) {
      if (output.v[k] > 0) continue;
      gradient.v[k] = dead && gradient.v[k] > 0 ? gradient.v[k] : 0;
    }
    store(g.at(p.pixel, p.channel), gradient);
  }
};

struct Zero {
  Lot* to;

  BIRDDREAM_BOTH void operator()(long item) const { to[item] = Lot{}; }
};

/// Packed weights between two checkpoints: to = a + share (b - a). Then the biases, which are floats.
struct BlendHalves {
  const Half *a, *b;
  Half* to;
  float share;

  BIRDDREAM_BOTH void operator()(long item) const {
    const long at = item * lot;
    Floats x = load(a + at);
    const Floats y = load(b + at);
    for (int k = 0; k < lot; ++k) x.v[k] += share * (y.v[k] - x.v[k]);
    store(to + at, x);
  }
};
struct BlendFloats {
  const float *a, *b;
  float* to;
  float share;

  BIRDDREAM_BOTH void operator()(long i) const { to[i] = a[i] + share * (b[i] - a[i]); }
};

}  // namespace birddream::cuda
