#pragma once

#include <cstddef>

#include "gpu/launches.h"

namespace birddream::gpu {

/// Matrix products whose inner dimension is split where their tiles alone would not fill the device: each
/// part of a tile is summed by a block of its own, the last one adds the parts up. As one launch runs after
/// the other, all share the memory for parts.
class SplitGemms {
 public:
  /// `multiprocessors`: of the device.
  explicit SplitGemms(int multiprocessors) : multiprocessors_(multiprocessors) {}

  /// Decides on the parts, then adds it.
  void add(Launches& launches, cuda::Gemm gemm);
  /// Afterwards, for all launches that add() was called with. Throws Failure.
  void take_memory(Arena& arena);
  void share_memory(Launches& launches) const;

 private:
  int multiprocessors_;
  std::size_t partial_floats_ = 0, arrival_count_ = 0;
  float* partial_ = nullptr;
  unsigned* arrivals_ = nullptr;
};

}  // namespace birddream::gpu
