#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/load.h"
#include "app/outcome.h"
#include "base/result.h"
#include "recipe/params.h"

namespace birddream::app {

/// What a machine without a display gets to see: a contact sheet of dreamt birds and a video of their growth.
struct ShowcaseOptions {
  NetworkChoice network;
  std::string preset;                 ///< empty: the first preset
  std::optional<std::uint64_t> seed;  ///< of all; nothing: the preset's, else each bird's own
  std::vector<std::string> set;       ///< "key=value": any parameter
  std::vector<std::string> species;   ///< empty: eight that dream well
  std::filesystem::path out = "birddream-out";
};

Outcome run_showcase(const ShowcaseOptions& options);

struct GoodDreamer {
  std::string species;
  std::uint64_t seed = 1;
  bool operator==(const GoodDreamer&) const = default;
};

/// Up to `count` species of the series that dream well: known good ones first, each with a seed that was
/// looked at, then whatever birds there are.
std::vector<GoodDreamer> good_dreamers(const checkpoint::Series& series, std::size_t count);

/// A recipe for each of the birds. Error: a wrong preset or value.
Result<std::vector<recipe::DreamParams>> recipes_for(const ShowcaseOptions& options,
                                                     const std::vector<GoodDreamer>& birds);

}  // namespace birddream::app
