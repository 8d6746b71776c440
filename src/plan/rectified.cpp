#include "plan/rectified.h"

#include <algorithm>

namespace birddream::plan {

Rectified::Rectified(const Kernels& kernels, View g, View y, View out)
    : kernels_(&kernels), g_(g), y_(y), out_(out), dead_(static_cast<std::size_t>(g.n)) {}

void Rectified::look_for_dead(bool redirect) {
  for (std::size_t picture = 0; picture < dead_.size(); ++picture) {
    const long first = static_cast<long>(picture) * g_.h;
    dead_[picture] = redirect;
    // Row by row: in a picture that lives the first one tells.
    for (long row = first; row < first + g_.h && dead_[picture]; ++row)
      dead_[picture] = !kernels_->relu_passes(g_, y_, row, row + 1);
  }
}

void Rectified::run(long begin, long end) const {
  while (begin < end) {
    const long picture = begin / g_.h;
    const long until = std::min(end, (picture + 1) * g_.h);
    const bool dead = dead_[static_cast<std::size_t>(picture)];
    (dead ? kernels_->relu_redirected : kernels_->relu_backward)(g_, y_, out_, begin, until);
    begin = until;
  }
}

}  // namespace birddream::plan
