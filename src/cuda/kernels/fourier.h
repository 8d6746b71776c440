#pragma once

#ifndef __CUDACC__
#include <cmath>
#endif

#include "cuda/kernels/look.h"

namespace birddream::cuda {

/// A picture's spectrum (rfft2 coefficients: three planes of H x (W/2 + 1) pairs) to its pixels and back, by
/// sums over columns, then rows: a plain sum costs less here than the network, whatever the size's factors.
struct Pair {
  float re, im;
};

/// `turns`: cos and sin of 2 pi k / N, k < N.
BIRDDREAM_BOTH Pair times(Pair a, Pair b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

BIRDDREAM_BOTH int half_width(int width) {
  return width / 2 + 1;
}

/// columns(y, kx) = sum over ky of scale * values(ky, kx) e^{+i 2 pi ky y / H}
struct ColumnsToPicture {
  const Pair* values;
  const float* scale;  ///< H x (W/2 + 1)
  const Pair* turns;   ///< of the height
  Planes size;
  Pair* columns;

  BIRDDREAM_BOTH void operator()(long item) const {
    const int wide = half_width(size.width), kx = static_cast<int>(item % wide);
    const int y = static_cast<int>(item / wide % size.height);
    const long plane = item / wide / size.height * wide * size.height;
    Pair sum{0, 0};
    int turn = 0;
    for (int ky = 0; ky < size.height; ++ky) {
      const long at = static_cast<long>(ky) * wide + kx;
      const Pair v = times(values[plane + at], turns[turn]);
      sum.re += v.re * scale[at];
      sum.im += v.im * scale[at];
      turn += y;
      if (turn >= size.height) turn -= size.height;
    }
    columns[item] = sum;
  }
};

/// inner(y, x) = sum over kx of w Re(columns(y, kx) e^{+i 2 pi kx x / W}); a coefficient stands for its
/// conjugate too (w = 2), but in the first and the Nyquist column.
struct RowsToPicture {
  const Pair* columns;
  const Pair* turns;  ///< of the width
  Planes size;
  float* inner;

  BIRDDREAM_BOTH void operator()(long item) const {
    const int wide = half_width(size.width), x = static_cast<int>(item % size.width);
    const Pair* const row = columns + item / size.width * wide;
    float sum = 0;
    int turn = 0;
    for (int kx = 0; kx < wide; ++kx) {
      const float part = row[kx].re * turns[turn].re - row[kx].im * turns[turn].im;
      sum += kx == 0 || 2 * kx == size.width ? part : 2 * part;
      turn += x;
      if (turn >= size.width) turn -= size.width;
    }
    inner[item] = sum;
  }
};

/// picture = sigmoid(matrix * inner)
struct Colours {
  const float* inner;
  Planes size;
  const StepBlock* block;
  float* picture;

  BIRDDREAM_BOTH void operator()(long pixel) const {
    const long plane = size.size();
    const float* const m = block->matrix;
    const float v[3] = {inner[pixel], inner[plane + pixel], inner[2 * plane + pixel]};
    for (int c = 0; c < 3; ++c)
      picture[c * plane + pixel] =
          1 / (1 + expf(-(m[3 * c] * v[0] + m[3 * c + 1] * v[1] + m[3 * c + 2] * v[2])));
  }
};

/// columns(y, kx) = w sum over x of gradient(y, x) e^{-i 2 pi kx x / W}
struct RowsBackward {
  const float* gradient;
  const Pair* turns;
  Planes size;
  Pair* columns;

  BIRDDREAM_BOTH void operator()(long item) const {
    const int wide = half_width(size.width), kx = static_cast<int>(item % wide);
    const float* const row = gradient + item / wide * size.width;
    Pair sum{0, 0};
    int turn = 0;
    for (int x = 0; x < size.width; ++x) {
      sum.re += row[x] * turns[turn].re;
      sum.im -= row[x] * turns[turn].im;
      turn += kx;
      if (turn >= size.width) turn -= size.width;
    }
    const float w = kx == 0 || 2 * kx == size.width ? 1 : 2;
    columns[item] = {w * sum.re, w * sum.im};
  }
};

/// gradient(ky, kx) = scale * sum over y of columns(y, kx) e^{-i 2 pi ky y / H}
struct ColumnsBackward {
  const Pair* columns;
  const float* scale;
  const Pair* turns;
  Planes size;
  Pair* gradient;

  BIRDDREAM_BOTH void operator()(long item) const {
    const int wide = half_width(size.width), kx = static_cast<int>(item % wide);
    const int ky = static_cast<int>(item / wide % size.height);
    const long plane = item / wide / size.height * wide * size.height;
    Pair sum{0, 0};
    int turn = 0;
    for (int y = 0; y < size.height; ++y) {
      const Pair back{turns[turn].re, -turns[turn].im};
      const Pair v = times(columns[plane + static_cast<long>(y) * wide + kx], back);
      sum.re += v.re;
      sum.im += v.im;
      turn += ky;
      if (turn >= size.height) turn -= size.height;
    }
    const float s = scale[static_cast<long>(ky) * wide + kx];
    gradient[item] = {sum.re * s, sum.im * s};
  }
};

}  // namespace birddream::cuda
