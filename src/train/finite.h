#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"
#include "net/network.h"

namespace birddream::train {

/// Whether no weight is NaN or infinite.
bool all_finite(const net::StateDict& weights);

/// Why a training ends there: `what` ("network", "loss") holds such a number at that step.
Error not_finite(const char* what, std::int64_t step, const std::filesystem::path& folder);

}  // namespace birddream::train
