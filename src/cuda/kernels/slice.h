#pragma once

#include "cuda/kernels/half.h"

namespace birddream::cuda {

/// A tensor, or a range of a wider one's channels: pixel after pixel (NHWC), `pitch` numbers from one pixel
/// to the next. Channels and pitch are multiples of `lot`, data is aligned to a Lot.
struct Slice {
  Half* data = nullptr;
  int n = 0, h = 0, w = 0, c = 0;
  int pitch = 0;

  BIRDDREAM_BOTH long pixels() const { return static_cast<long>(n) * h * w; }
  BIRDDREAM_BOTH long lots() const { return pixels() * (c / lot); }
  BIRDDREAM_BOTH Half* at(long pixel, int channel) const { return data + pixel * pitch + channel; }
  BIRDDREAM_BOTH long pixel(int image, int y, int x) const {
    return (static_cast<long>(image) * h + y) * w + x;
  }
};

/// One item of a kernel that makes a Slice, a lot at a time.
struct Place {
  long pixel;
  int image, y, x, channel;
};
BIRDDREAM_BOTH Place place_of(const Slice& slice, long item) {
  const int lots = slice.c / lot;
  Place p;
  p.channel = static_cast<int>(item % lots) * lot;
  p.pixel = item / lots;
  p.x = static_cast<int>(p.pixel % slice.w);
  p.y = static_cast<int>(p.pixel / slice.w % slice.h);
  p.image = static_cast<int>(p.pixel / slice.w / slice.h);
  return p;
}

/// Where and how a gradient is left: added to what is there or not, and then kept only where the output of
/// the unit that it belongs to is above 0 (the way back through max(x, 0)).
struct Landing {
  Slice to;
  Slice output;  ///< of the same shape; no data: nothing is masked
  int add = 0;

  BIRDDREAM_BOTH void put(long pixel, int channel, Floats g) const {
    Half* const place = to.at(pixel, channel);
    if (add != 0) {
      const Floats old = load(place);
      for (int k = 0; k < lot; ++k) g.v[k] += old.v[k];
    }
    if (output.data != nullptr) {
      const Floats y = load(output.at(pixel, channel));
      for (int k = 0; k < lot; ++k) g.v[k] = y.v[k] > 0 ? g.v[k] : 0;
    }
    store(place, g);
  }
};

}  // namespace birddream::cuda
