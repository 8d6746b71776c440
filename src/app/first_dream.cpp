#include "app/first_dream.h"

#include <utility>

#include "app/dream_options.h"
#include "app/preset_option.h"
#include "app/showcase.h"
#include "recipe/param_table.h"
#include "recipe/presets.h"
#include "ui/model.h"

namespace birddream::app {
namespace {

using recipe::DreamParams;

DreamParams dreaming_of(const DreamParams& params, const std::string& species) {
  ui::Model model;
  model.params = params;
  ui::pick_species(model, species);
  return model.params;
}

/// A dream of layers that was remembered stays one.
bool lacks_bird(const DreamParams& params) {
  return recipe::is_of_class(params.targets.front().kind) && ui::species_of(params).empty();
}

}  // namespace

Result<ui::Settings> first_dream(const ViewOptions& options, const checkpoint::Series& series,
                                 ui::Settings remembered) {
  ui::Settings settings = std::move(remembered);
  DreamParams& params = settings.params;
  if (settings.preset == "birds" && params.targets == DreamParams().targets)
    params = recipe::built_in_presets().front().params;
  if (!options.preset.empty()) {
    const auto preset = named_preset(options.preset);
    if (!preset) return preset.error();
    params = recipe::apply_preset(*preset, params);
    if (has_own_seed(*preset)) params.seed = preset->params.seed;
    settings.preset = preset->name;
  }
  if (!options.species.empty()) {
    const auto known = checkpoint::class_named(series, options.species);
    if (!known) return known.error();
    params = dreaming_of(params, *known);
  }
  const auto birds = lacks_bird(params) ? good_dreamers(series, 1) : std::vector<GoodDreamer>();
  if (!birds.empty()) {
    params = dreaming_of(params, birds.front().species);
    if (params.seed == DreamParams().seed) params.seed = birds.front().seed;
  }
  if (!options.precision.empty()) settings.precision = options.precision;
  if (options.seed) params.seed = *options.seed;
  if (const Status set = set_values(options.set, params); !set) return set.error();
  if (const Status valid = recipe::validate(params); !valid) return valid.error();
  return settings;
}

}  // namespace birddream::app
