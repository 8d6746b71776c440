#include "plan/precision.h"

#include <oneapi/dnnl/dnnl.hpp>

namespace birddream::plan {

Precision fastest_precision() {
  switch (dnnl::get_effective_cpu_isa()) {
    case dnnl::cpu_isa::avx512_core_bf16:
    case dnnl::cpu_isa::avx512_core_fp16:
    case dnnl::cpu_isa::avx512_core_amx:
    case dnnl::cpu_isa::avx512_core_amx_fp16:
      return Precision::bfloat16;
    default:
      return Precision::float32;
  }
}

}  // namespace birddream::plan
