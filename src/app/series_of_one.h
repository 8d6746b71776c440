#pragma once

#include <filesystem>

#include "base/result.h"
#include "checkpoint/series.h"
#include "net/network.h"

namespace birddream::app {

/// Writes a series of that name, architecture and class list whose one checkpoint is `info`, into
/// series.folder, which is made: the weights, with the recipe in their metadata, then series.json. Gives the
/// weights file. Error: the folder cannot be made, or as net::save_weights() and checkpoint::save_series().
Result<std::filesystem::path> save_series_of_one(checkpoint::Series series,
                                                 const checkpoint::CheckpointInfo& info,
                                                 const net::StateDict& weights);

}  // namespace birddream::app
