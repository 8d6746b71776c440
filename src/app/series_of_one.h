#pragma once

#include <filesystem>

#include "app/series_folder.h"
#include "base/result.h"
#include "checkpoint/series.h"
#include "net/network.h"

namespace birddream::app {

/// Writes a series of that name, architecture and class list whose one checkpoint is `info`, into
/// series.folder: the weights, with the recipe in their metadata, then series.json. Gives the weights file.
/// Error: as take_series_folder(), net::save_weights() and checkpoint::save_series().
Result<std::filesystem::path> save_series_of_one(checkpoint::Series series,
                                                 const checkpoint::CheckpointInfo& info,
                                                 const net::StateDict& weights, const IsOwn& is_own);

}  // namespace birddream::app
