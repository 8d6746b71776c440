#include "dream/picture_kernels.h"

#include "plan/instruction_set.h"

namespace birddream::dream {

// One translation unit an instruction set, see kernels/table.cpp.
namespace baseline {
const PictureKernels& table();
}
namespace avx2 {
const PictureKernels& table();
}
namespace avx512 {
const PictureKernels& table();
}

const PictureKernels& picture_kernels() {
  switch (plan::instruction_set()) {
    case plan::InstructionSet::avx512:
      return avx512::table();
    case plan::InstructionSet::avx2:
      return avx2::table();
    case plan::InstructionSet::baseline:
      break;
  }
  return baseline::table();
}

}  // namespace birddream::dream
