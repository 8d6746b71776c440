#pragma once

#include "dream/picture_codec.h"
#include "recipe/params.h"

namespace birddream::dream {

/// The smallest side an octave may have: below it GoogLeNet's last blocks see nothing.
inline constexpr int smallest_side = 32;

/// 0-based octave that step number `step` (0-based) belongs to: steps are shared out evenly, the last octave
/// is the finished size. Beyond params.steps: the last.
int octave_of(int step, const recipe::DreamParams& params);

/// Size of an octave: final size / octave_scale^(octaves - 1 - octave), rounded, no side below smallest_side.
Size octave_size(int octave, const recipe::DreamParams& params);

}  // namespace birddream::dream
