// Compiled once an instruction set, with BIRDDREAM_ISA as the namespace.
#include "plan/kernels.h"
#include "plan/kernels/copies.inc"
#include "plan/kernels/lanes.h"
#include "plan/kernels/norm.inc"
#include "plan/kernels/pack.inc"
#include "plan/kernels/pools.inc"

namespace birddream::plan::BIRDDREAM_ISA {
namespace {

template <class T>
constexpr Kernels table = {
    normalise<T>,
    copy<T>,
    to_float<T>,
    from_float<T>,
    zero<T>,
    relu_backward<T>,
    relu_redirected<T>,
    relu_passes<T>,
    max_pool<T>,
    max_pool_backward<T>,
    average_pool<T>,
    average_pool_backward<T>,
    norm<T>,
    norm_backward<T>,
    mean<T>,
    mean_backward<T>,
    unshuffle<T>,
    unshuffle_image<T>,
    pack_tile_of<T>,
};

}  // namespace

const Kernels& kernels_of(Precision precision);
const Kernels& kernels_of(Precision precision) {
  return precision == Precision::float32 ? table<float> : table<Bf16>;
}

}  // namespace birddream::plan::BIRDDREAM_ISA
