#pragma once

#include "base/result.h"

namespace birddream::app {

/// This process's place among those a launcher (torchrun, mpirun ...) started together, from the environment
/// variables RANK and WORLD_SIZE; alone without them.
struct Place {
  int rank = 0;
  int count = 1;
};

/// Error: values that are no numbers or do not fit each other.
Result<Place> place_among_processes();

}  // namespace birddream::app
