#pragma once

#include "app/bench_case.h"
#include "app/bench_peak.h"

namespace birddream::app {

/// What one contender showed.
struct BenchLine {
  std::string name;
  double cosine = 0;  ///< of the gradient with the first contender's
  std::vector<double> milliseconds;
};

struct BenchPeaks {
  BenchPeak float32{plan::Precision::float32}, bfloat16{plan::Precision::bfloat16};

  void run();
  /// Of the precision that the contender's name tells.
  const BenchPeak& of(const std::string& contender) const;
};

/// A contender whose gradient's cosine with the first one's is less does something else: it is left out.
inline constexpr double least_cosine = 0.8;

/// Compares the gradients, then lets the contenders run turn by turn, the peaks among them. A turn is some
/// runs in a row, as in a dream, where a step finds what the last one left in the caches; the first of them,
/// which finds what another program left, does not count. Contenders that give no gradient or another one,
/// and those that fail later, are taken out and told in `problems`; the lines are of those that remain, which
/// may be none. After stop_signal() lines are not whole.
std::vector<BenchLine> measure(std::vector<Contender>& contenders, BenchPeaks& peaks, int rounds,
                               const char* name, std::vector<std::string>& problems);

}  // namespace birddream::app
