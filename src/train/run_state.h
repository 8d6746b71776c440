#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "net/network.h"

namespace birddream::train {

/// Everything a training needs to go on as if it had never stopped.
struct RunState {
  std::int64_t step = 0;     ///< steps done
  std::int64_t updates = 0;  ///< of the optimiser
  double seconds = 0;        ///< spent training so far
  std::string run;     ///< describes the run: parameters, data, architecture; another run is another text
  std::string parent;  ///< fingerprint of the weights at the start
  net::StateDict weights;
  net::StateDict average;  ///< of the weights; empty: none is kept
  net::StateDict optimiser;
};

/// The file in a series folder that holds it.
std::filesystem::path state_file(const std::filesystem::path& folder);

/// Atomic: a process killed meanwhile leaves the state before.
Status save_state(const std::filesystem::path& folder, const RunState& state);

/// Error: no or a damaged state, or one of another kind of file.
Result<RunState> load_state(const std::filesystem::path& folder);

}  // namespace birddream::train
