#pragma once

#include <memory>

#include "app/load.h"
#include "dream/dreamer.h"
#include "recipe/params.h"

namespace birddream::app {

/// A dream at its first step, of species and checkpoints by their names in the network's series. Error: as
/// dream::Dreamer::begin().
Result<std::unique_ptr<dream::Dreamer>> begin_dream(const LoadedNetwork& loaded,
                                                    const recipe::DreamParams& params);

}  // namespace birddream::app
