#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/load.h"
#include "recipe/params.h"
#include "record/provenance.h"

namespace birddream::app {

/// A dream of a sheet: it grows once, and is kept as a picture at several moments.
struct SheetDream {
  int checkpoint = 0;  ///< index into the series
  recipe::DreamParams params;
  std::vector<int> steps;                       ///< ascending; the moments
  std::vector<std::filesystem::path> pictures;  ///< one a moment
};

/// Whether all its pictures are there, made by exactly this recipe, network and number of steps.
bool is_made(const SheetDream& dream, const LoadedNetwork& loaded);

/// Grows it and writes its pictures, each with its provenance. `advanced` is called after every step; when it
/// returns false the dream stops (what was written stays).
Status make(const SheetDream& dream, const LoadedNetwork& loaded, const std::function<bool()>& advanced);

}  // namespace birddream::app
