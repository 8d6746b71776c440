#include "base/spread.h"

#include <algorithm>
#include <cmath>

namespace birddream {

Spread spread_of(std::vector<double> values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return std::lerp(values[below], values[above], place - static_cast<double>(below));
  };
  return {static_cast<int>(values.size()), at(0.5), at(0.05), at(0.95)};
}

}  // namespace birddream
