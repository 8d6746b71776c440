#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/camera.h"
#include "app/load.h"
#include "app/outcome.h"
#include "recipe/params.h"
#include "recipe/presets.h"
#include "record/provenance.h"

namespace birddream::app {

/// `birddream dream` as typed; an empty optional or text was not given.
struct DreamOptions {
  std::vector<std::string> species;
  NetworkChoice network;
  bool checkpoint_given = false;
  std::string preset;
  std::optional<int> steps;
  std::string size;
  std::optional<std::uint64_t> seed;
  std::uint64_t usual_seed = recipe::DreamParams().seed;  ///< where neither preset nor option has another
  std::vector<std::string> set;                           ///< "key=value"
  std::filesystem::path photo;
  std::string layer;
  std::optional<int> channel;
  std::filesystem::path guide;  ///< a photo to dream towards, at `layer`
  std::string objective;
  std::filesystem::path like;
  Film film;  ///< its file: none
  std::optional<int> scale;
  std::filesystem::path output;
};

/// The options that spell a recipe, but for species and steps: --preset, --size, --seed, --photo, the
/// objective, --set.
void add_recipe_options(CLI::App& command, DreamOptions& options);
/// Two of them.
void add_seed_and_set(CLI::App& command, std::optional<std::uint64_t>& seed, std::vector<std::string>& set);

struct PictureSize {
  int width = 0;
  int height = 0;
};

/// "224" or "320x240"; nullopt for anything else. Ranges are checked with the other parameters.
std::optional<PictureSize> parse_size(std::string_view text);

/// Whether a preset brings a seed: one that was saved from the window has the default one, which is nobody's
/// wish.
bool has_own_seed(const recipe::Preset& preset);

/// `key=value` each, as --set has them. Error: another form, or what recipe::set_param() refuses.
Status set_values(const std::vector<std::string>& pairs, recipe::DreamParams& params);

/// The recipe that the options spell: the preset (or `repeated`, from --like), then --size, --steps, --seed,
/// --photo, the objective, and --set last. Species names stay as they are in `options.species` (first one).
/// Any Error here is a wrong command line.
Result<recipe::DreamParams> compose_recipe(const DreamOptions& options, const record::Provenance* repeated);

/// Whether a target needs the name of a species that is still missing.
bool lacks_species(const recipe::DreamParams& params);

/// The recipe with every class target aimed at `species`.
recipe::DreamParams aimed_at(recipe::DreamParams params, const std::string& species);

}  // namespace birddream::app
