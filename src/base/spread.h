#pragma once

#include <vector>

namespace birddream {

/// What is told of repeated measurements.
struct Spread {
  int count = 0;
  double median = 0;
  double low = 0;   ///< 5 of a hundred lie below
  double high = 0;  ///< 5 of a hundred lie above
};

/// Between two measurements it interpolates linearly. Of none: zeros.
Spread spread_of(std::vector<double> values);

}  // namespace birddream
