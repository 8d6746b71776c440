#include "train/finite.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <string>

namespace birddream::train {

bool all_finite(const net::StateDict& weights) {
  return std::ranges::all_of(
      weights, [](const auto& one) { return at::isfinite(one.second).all().template item<bool>(); });
}

Error not_finite(const char* what, std::int64_t step, const std::filesystem::path& folder) {
  return Error{std::string("The ") + what + " holds no finite number any more, at step " +
               std::to_string(step) +
               ". Train anew, into another folder, with a lower learning rate; what was written to " +
               folder.string() + " before is sound."};
}

}  // namespace birddream::train
