#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "plan/kernels.h"

namespace birddream::plan {

/// "auto", "float32", "bfloat16" or "plain" (no plan: LibTorch's own path, the reference). "auto" is the
/// fastest that does not harm: bfloat16 where the CPU multiplies it (AVX512-BF16, AMX) and the architecture's
/// gradient survives it (net::keeps_its_gradient_in_bfloat16()), else float32. Error: another word.
Result<std::optional<Precision>> precision_from_text(std::string_view wish, std::string_view architecture);

/// "float32", "bfloat16", "plain".
std::string to_text(std::optional<Precision> precision);

}  // namespace birddream::plan
