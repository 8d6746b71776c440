#pragma once

#include <algorithm>
#include <optional>

namespace birddream::plan {

/// Along one axis of a strided convolution's way back (PackedConvolution::input_gradient()): the output at t
/// and phase a sums g[t + d] w[k] where stride * (t + d) + k - padding = stride * t + a.
struct Turned {
  int phase, d;
};
inline Turned turned(int k, int stride, int padding) {
  const int phase = ((k - padding) % stride + stride) % stride;
  return {phase, (phase + padding - k) / stride};
}
struct Reach {
  int first, last;
};
/// Of d, over all k or those of one phase (at least one k is of it: a stride is not above its kernel).
inline Reach reach_of(int kernel, int stride, int padding, std::optional<int> phase) {
  std::optional<Reach> reach;
  for (int k = 0; k < kernel; ++k) {
    const Turned at = turned(k, stride, padding);
    if (phase && at.phase != *phase) continue;
    reach = reach ? Reach{std::min(reach->first, at.d), std::max(reach->last, at.d)} : Reach{at.d, at.d};
  }
  return reach.value_or(Reach{0, 0});
}

}  // namespace birddream::plan
