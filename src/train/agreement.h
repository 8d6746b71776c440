#pragma once

#include <string_view>

#include "train/ranks.h"

namespace birddream::train {

/// Whether all processes call it with the same text; the same answer in each. Throws as Ranks::average().
bool all_agree(Ranks& ranks, std::string_view mine);

}  // namespace birddream::train
