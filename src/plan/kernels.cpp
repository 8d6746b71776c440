#include "plan/kernels.h"

#include "plan/instruction_set.h"

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
  return best_of(baseline::kernels_of, avx2::kernels_of, avx512::kernels_of)(precision);
}

}  // namespace birddream::plan
