#pragma once

#include <filesystem>

#include "base/result.h"
#include "checkpoint/series.h"

namespace birddream::checkpoint {

/// What is there of a series that somebody writes or copies at this moment.
struct GrowingSeries {
  Series series;
  bool whole = true;  ///< false: it names more checkpoints than are there yet
};

/// As load_series(), without the checkpoints from the first one on whose weights are not there to their last
/// byte. Reads the weights' headers alone. Error: as load_series(), or not one checkpoint is there yet.
Result<GrowingSeries> load_growing_series(const std::filesystem::path& folder);

/// Whether a safetensors file is as long as its header says.
bool is_whole_safetensors(const std::filesystem::path& file);

}  // namespace birddream::checkpoint
