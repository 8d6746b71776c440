#include "plan/precision.h"

#include <oneapi/dnnl/dnnl.hpp>

#include "net/network.h"

namespace birddream::plan {
namespace {

Precision fastest() {
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

}  // namespace

Result<std::optional<Precision>> precision_from_text(std::string_view wish, std::string_view architecture) {
  if (wish == "auto")
    return std::optional(net::keeps_its_gradient_in_bfloat16(architecture) ? fastest() : Precision::float32);
  if (wish == "float32") return std::optional(Precision::float32);
  if (wish == "bfloat16") return std::optional(Precision::bfloat16);
  if (wish == "plain") return std::optional<Precision>();
  return Error{"There is no precision '" + std::string(wish) +
               "'; there are auto, float32, bfloat16 and plain."};
}

std::string to_text(std::optional<Precision> precision) {
  if (!precision) return "plain";
  return *precision == Precision::float32 ? "float32" : "bfloat16";
}

}  // namespace birddream::plan
