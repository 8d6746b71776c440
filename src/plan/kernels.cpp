#include "plan/kernels.h"

namespace birddream::plan {

// One translation unit an instruction set, see kernels/table.cpp.
namespace baseline {
const Kernels& kernels_of(Precision precision);
}
namespace avx2 {
const Kernels& kernels_of(Precision precision);
}
namespace avx512 {
const Kernels& kernels_of(Precision precision);
}

const Kernels& kernels_for(Precision precision) {
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512cd"))
    return avx512::kernels_of(precision);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2") &&
      __builtin_cpu_supports("bmi"))
    return avx2::kernels_of(precision);
  return baseline::kernels_of(precision);
}

}  // namespace birddream::plan
