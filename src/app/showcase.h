#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/load.h"
#include "app/outcome.h"

namespace birddream::app {

/// What a machine without a display gets to see: a contact sheet of dreamt birds and a video of their growth.
struct ShowcaseOptions {
  NetworkChoice network;
  std::string preset;                ///< empty: the first preset
  std::vector<std::string> species;  ///< empty: eight that dream well
  std::filesystem::path out = "birddream-out";
};

Outcome run_showcase(const ShowcaseOptions& options);

/// Up to `count` species of the series that dream well: known good ones first, then whatever birds there are.
std::vector<std::string> good_dreamers(const checkpoint::Series& series, std::size_t count);

}  // namespace birddream::app
