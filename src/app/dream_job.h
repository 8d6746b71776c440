#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/dream_options.h"
#include "app/load.h"

namespace birddream::app {

/// One output of `birddream dream`: a picture, a sheet or a video.
struct DreamJob {
  std::vector<recipe::DreamParams> recipes;  ///< one a cell
  std::vector<std::string> labels;
  int steps = 0;
  int scale = 1;
  std::filesystem::path output;
};

/// Error when `output` is neither a picture nor a video by its name.
Status check_kind(const std::filesystem::path& output);
/// Error when its folder is missing or not writable: said before the dreaming, not after it.
Status check_folder(const std::filesystem::path& output);

/// Several species make one sheet, or a job each where the output's name holds "{species}".
std::vector<DreamJob> plan(const DreamOptions& options, const recipe::DreamParams& params,
                           const std::vector<std::string>& species, int steps, int scale);

/// Dreams and writes; says on stdout what stands where.
Status carry_out(const LoadedNetwork& loaded, const DreamOptions& options, const DreamJob& job);

}  // namespace birddream::app
