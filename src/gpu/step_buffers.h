#pragma once

#include <memory>

#include "gpu/launches.h"

namespace birddream::gpu {

/// What a dream's step is made for.
struct StepShape {
  int width = 0, height = 0;  ///< px
  int pad = 0;                ///< margin that the network sees, px
  bool fourier = true;        ///< values: 3 x H x (W/2+1) x 2 coefficients, else 3 x H x W pixels
  bool operator==(const StepShape&) const = default;

  long plane() const { return static_cast<long>(width) * height; }
  long coefficients() const { return 3L * height * cuda::half_width(width); }  ///< complex ones
  long values() const { return fourier ? 2 * coefficients() : 3 * plane(); }
  cuda::Planes planes() const { return {width, height}; }
};

/// The picture's part of a step in device memory: its values, their moments and gradient, the picture that
/// they decode to, and what is needed on the way. Never moves, so that graphs of kernels may keep the
/// addresses.
class StepBuffers {
 public:
  /// Values and moments are zeros. Throws Failure.
  StepBuffers(std::shared_ptr<const Device> device, const StepShape& shape);

  /// From `values` to `picture`; nothing where they are the same.
  void add_decode(Launches& launches) const;
  /// From the gradient of the picture in front of the colours (`inner`) to that of the values; nothing where
  /// they are pixels.
  void add_decode_backward(Launches& launches) const;

  std::size_t bytes() const { return arena_.bytes(); }

  const StepShape shape;
  float *values = nullptr, *first = nullptr, *second = nullptr;          // first, second: Adam's moments
  float *next = nullptr, *next_first = nullptr, *next_second = nullptr;  // until the step is taken
  float *gradient = nullptr, *picture = nullptr;                         // picture: 3 x H x W, sRGB
  float *inner = nullptr, *scale = nullptr, *sums = nullptr;             // scale: of a spectrum
  cuda::StepBlock* block = nullptr;                                      // what the step is to do
  cuda::StepResult* result = nullptr;

 private:
  cuda::Pair* turns(int size);

  std::shared_ptr<const Device> device_;
  Arena arena_;
  cuda::Pair *columns_ = nullptr, *turns_across_ = nullptr, *turns_down_ = nullptr;
};

}  // namespace birddream::gpu
