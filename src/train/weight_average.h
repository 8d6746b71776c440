#pragma once

#include <cstdint>

#include "net/network.h"

namespace birddream::train {

/// A running mean of weights over a training's last steps (Polyak and Juditsky 1992, exponential form):
/// average = d * average + (1 - d) * weights, where d rises to `decay` as min(decay, (1 + n) / (10 + n))
/// after n updates, so that the start is soon forgotten. The mean names held-out photos better than the
/// weights that wander about it while the learning rate is high.
class WeightAverage {
 public:
  /// Begins at copies of `weights`. `decay`: 0 up to, not including, 1.
  WeightAverage(const net::StateDict& weights, double decay);

  /// Takes in the weights after update number `updates` (from 1).
  void add(const net::StateDict& weights, std::int64_t updates);

  const net::StateDict& values() const { return values_; }
  /// Goes on from saved values; false if names or shapes differ.
  bool restore(const net::StateDict& values);

 private:
  double decay_;
  net::StateDict values_;  ///< no gradients
};

}  // namespace birddream::train
