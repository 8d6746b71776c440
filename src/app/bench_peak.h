#pragma once

#include "base/spread.h"
#include "plan/kernels.h"

namespace birddream::app {

/// What convolutions reach here at best: a large one by oneDNN, weights packed, memory warm. Shares of a peak
/// are told of it, not of a matrix product, since that is what a network is made of.
class BenchPeak {
 public:
  explicit BenchPeak(plan::Precision precision);
  ~BenchPeak();
  BenchPeak(BenchPeak&&) noexcept;

  /// Measures once more; among the contenders' turns, so that it has the same machine.
  void run();
  /// 10^9 floating point operations a second: of the fastest of some shapes.
  Spread gigaflops() const;

 private:
  struct Shape;
  std::vector<Shape> shapes_;
};

}  // namespace birddream::app
