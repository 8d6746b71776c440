#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "train/train_params.h"

namespace birddream::app {

/// The command line of `birddream train`.
struct TrainOptions {
  train::TrainParams params;
  std::filesystem::path photos;
  std::filesystem::path out;
  std::filesystem::path from;  ///< weights; empty: the ImageNet network that ships
  std::string architecture;    ///< empty: that of `from`
  std::string name;
  std::string held_out;
  std::uint64_t split_seed = 1;  ///< which photos a share of --held-out is
  std::string precision = "auto";
  std::string device = "auto";
  double save_minutes = 3;
  int loader_threads = 1;
  bool fresh_head = false;
  bool resume = false;
};

/// Adds the options. `--preset` sets everything that is not given beside it, wherever it stands.
void add_train_options(CLI::App& command, TrainOptions& options);

}  // namespace birddream::app
