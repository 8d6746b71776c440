#pragma once

#include "plan/kernels.h"

namespace birddream::plan {

/// bfloat16 where the CPU multiplies it (AVX512-BF16 or AMX), else float32.
Precision fastest_precision();

}  // namespace birddream::plan
