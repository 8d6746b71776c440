#pragma once

#include <vector>

#include "plan/kernels.h"

namespace birddream::plan {

/// The way back through one layer's max(x, 0), usual or redirected (net::relu()). One thread looks for the
/// dead before any others run their rows.
class Rectified {
 public:
  /// y: the layer's output; g: the gradient behind it; out: where the gradient in front of it goes, may be g.
  Rectified(const Kernels& kernels, View g, View y, View out);

  /// Before run(): which pictures are dead, so that their gradient is redirected; without `redirect` none is.
  void look_for_dead(bool redirect);
  /// Rows [begin, end) of `out`.
  void run(long begin, long end) const;

 private:
  const Kernels* kernels_;
  View g_, y_, out_;
  std::vector<bool> dead_;  // by picture; no gradient passes to any of its units
};

}  // namespace birddream::plan
