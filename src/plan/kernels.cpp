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
  switch (instruction_set()) {
    case InstructionSet::avx512:
      return avx512::kernels_of(precision);
    case InstructionSet::avx2:
      return avx2::kernels_of(precision);
    case InstructionSet::baseline:
      break;
  }
  return baseline::kernels_of(precision);
}

}  // namespace birddream::plan
