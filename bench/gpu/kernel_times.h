#pragma once

#include <string>
#include <vector>

#include "speed_case.h"

namespace birddream::bench {

/// One kernel of a step, by itself.
struct KernelTime {
  std::string kernel, shape;  ///< shape: of a product, "rows x columns x depth, splits"; else empty
  double microseconds = 0;    ///< as one of many in a graph, start included
  double gflop = 0;           ///< of a product, of channels in whole lots; tiles' overhang not counted
};

/// Each kernel of a case's step in order: a graph of `repeats` more of it takes so much longer. Throws
/// std::runtime_error.
std::vector<KernelTime> kernel_times(const SpeedCase& c, int repeats);

}  // namespace birddream::bench
