#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "recipe/params.h"

namespace birddream::recipe {

struct Preset {
  std::string name;         ///< "birds", "original-2021", ...
  std::string title;        ///< "Birds"
  std::string description;  ///< one sentence: where it comes from, what to expect
  DreamParams params;       ///< targets[].species is empty where the user's choice applies
};

/// The presets that ship, `birds` (the default) first. Compiled in: the program starts without reading a
/// file.
const std::vector<Preset>& built_in_presets();
const Preset* find_preset(std::string_view name);

/// The species that the first of the targets names, or, of a layer's, carries for the next recipe; empty:
/// none.
const std::string& carried_species(const DreamParams& params);

/// The preset's values with what belongs to the user kept from `current`: species, seed, photo. Presets
/// change the recipe, not the bird. Size is taken from the preset.
DreamParams apply_preset(const Preset& preset, const DreamParams& current);

}  // namespace birddream::recipe
