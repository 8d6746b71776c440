#pragma once

#include <array>
#include <string_view>

namespace birddream::record {

/// What a picture may have been computed in (dream::StepperInfo::precision), each with bytes of its own:
/// LibTorch's float32, the fast path's two, and a GPU's.
inline constexpr std::array<std::string_view, 4> precisions = {"plain", "float32", "bfloat16", "half"};

}  // namespace birddream::record
