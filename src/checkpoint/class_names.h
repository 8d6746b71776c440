#pragma once

#include <string>

#include "checkpoint/series.h"

namespace birddream::checkpoint {

/// What makes a class's names unusable in a series, as the end of a sentence that begins with them ("is
/// blank"); empty when nothing does. Names are UTF-8, up to 1024 bytes, without control characters; the
/// common one is not blank. Whoever writes asks this before he works for hours.
std::string fault_of(const ClassInfo& info);

}  // namespace birddream::checkpoint
