#include "dream/octave.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace birddream::dream {

int octave_of(int step, const recipe::DreamParams& params) {
  const std::int64_t octave = static_cast<std::int64_t>(step) * params.octaves / std::max(params.steps, 1);
  return static_cast<int>(std::clamp<std::int64_t>(octave, 0, params.octaves - 1));
}

Size octave_size(int octave, const recipe::DreamParams& params) {
  const double shrink = std::pow(static_cast<double>(params.octave_scale), params.octaves - 1 - octave);
  const auto side = [shrink](int full) {
    return std::max(smallest_side, static_cast<int>(std::lround(full / shrink)));
  };
  return {side(params.width), side(params.height)};
}

}  // namespace birddream::dream
