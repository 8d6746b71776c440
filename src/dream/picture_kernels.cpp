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
  return plan::best_of(baseline::table, avx2::table, avx512::table)();
}

}  // namespace birddream::dream
