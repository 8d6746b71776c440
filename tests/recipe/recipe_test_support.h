#pragma once

#include <gmock/gmock.h>

#include "recipe/params.h"

namespace birddream::recipe {

/// Default parameters with a species, so that they are valid as they stand.
inline DreamParams valid_params() {
  DreamParams params;
  params.targets[0].species = "hen";
  return params;
}

}  // namespace birddream::recipe
