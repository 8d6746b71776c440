#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace birddream::dream {

/// Finds the class index of a Target's species name; bound to a series by the caller.
using ClassLookup = std::function<Result<int>(const std::string& species)>;

}  // namespace birddream::dream
