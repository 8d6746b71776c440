#pragma once

#include <cstdint>

namespace birddream {

/// A stateless random stream (splitmix64 in counter mode, Steele et al. 2014): every draw is a pure function
/// of (seed, step, how many draws came before in this step). A dream's randomness therefore has no hidden
/// state: a step can be repeated, skipped or replayed, and changing one slider never shifts what later steps
/// draw.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t step);

  /// 64 uniform bits.
  std::uint64_t bits();
  /// Uniform in [low, high); `low` if both are equal.
  float uniform(float low, float high);
  /// Uniform integer in [low, high], both ends included; low <= high.
  int integer(int low, int high);
  /// Standard normal (Box-Muller; two draws of bits a call).
  float normal();
  /// True with that probability; 0 is never, 1 always.
  bool coin(float probability_of_true = 0.5F);

 private:
  std::uint64_t state_;
};

}  // namespace birddream
