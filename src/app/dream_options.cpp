#include "app/dream_options.h"

#include <algorithm>

#include "app/preset_option.h"
#include "base/number_from.h"
#include "base/text.h"
#include "recipe/param_table.h"
#include "recipe/presets.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using recipe::DreamParams;
using recipe::ObjectiveKind;
using recipe::Target;

Result<ObjectiveKind> objective_kind(const std::string& name) {
  const auto keys = recipe::objective_names().keys;
  const auto found = std::ranges::find(keys, std::string_view(name));
  if (found != keys.end()) return static_cast<ObjectiveKind>(found - keys.begin());
  std::string list;
  for (const std::string_view key : keys) list += (list.empty() ? "" : ", ") + std::string(key);
  return Error{"There is no objective '" + name + "'; there are " + list + "."};
}

constexpr const char* guide_layer = "inception_4c";

// --objective, --layer, --channel and --guide replace what the preset aims at by one target.
Status set_objective(const DreamOptions& options, DreamParams& params) {
  if (options.objective.empty() && options.layer.empty() && !options.channel && options.guide.empty())
    return {};
  Target target = params.targets.empty() ? Target{} : params.targets.front();
  target.weight = 1.0F;
  if (!options.objective.empty()) {
    const auto kind = objective_kind(options.objective);
    if (!kind) return kind.error();
    target.kind = *kind;
  } else {
    target.kind = !options.guide.empty() ? ObjectiveKind::guide
                  : options.channel      ? ObjectiveKind::channel
                                         : ObjectiveKind::layer;
  }
  if (is_of_class(target.kind)) {
    if (!options.layer.empty() || options.channel) {
      return Error{"--layer and --channel do not go with --objective " + options.objective +
                   ", which climbs a class; use layer, channel or neuron."};
    }
    target.layer.clear();
  } else {
    if (!options.layer.empty()) target.layer = options.layer;
    if (target.layer.empty() && target.kind == ObjectiveKind::guide) target.layer = guide_layer;
    if (target.layer.empty())
      return Error{"--layer is needed: which layer to dream towards, such as inception_4c."};
    if (options.channel) target.channel = *options.channel;
    if (!options.guide.empty()) {
      std::error_code problem;
      const fs::path absolute = fs::absolute(options.guide, problem);
      target.photo = (problem ? options.guide : absolute.lexically_normal()).string();
    }
    target.species.clear();
  }
  params.targets = {target};
  return {};
}

Status set_photo(const fs::path& photo, DreamParams& params) {
  if (photo.empty()) return {};
  std::error_code problem;
  const fs::path absolute = fs::absolute(photo, problem);
  params.start = recipe::StartKind::photo;
  // Absolute, so that the recipe inside the picture can be repeated from another folder.
  params.start_photo = (problem ? photo : absolute.lexically_normal()).string();
  return {};
}

}  // namespace

bool has_own_seed(const recipe::Preset& preset) {
  return preset.params.seed != DreamParams().seed;
}

Status set_values(const std::vector<std::string>& pairs, DreamParams& params) {
  for (const std::string& pair : pairs) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Error{"--set wants key=value, such as learning_rate=0.1; not '" + pair +
                   "'. See birddream params."};
    }
    if (Status set = recipe::set_param(params, pair.substr(0, equals), pair.substr(equals + 1)); !set)
      return set;
  }
  return {};
}

void add_recipe_options(CLI::App& command, DreamOptions& options) {
  command.add_option("--preset", options.preset,
                     "Recipe to start from; see birddream presets (default: birds)");
  command.add_option("--size", options.size, "Pixels: N or WIDTHxHEIGHT");
  command.add_option("--photo", options.photo, "Begin from this photo instead of gray");
  command.add_option(
      "--objective", options.objective,
      "What to climb: class_logit, cross_entropy, probability, layer, channel, neuron or guide");
  command.add_option("--layer", options.layer, "Dream towards a layer, such as inception_4c");
  command.add_option("--guide", options.guide,
                     "Dream towards what --layer (inception_4c) sees in this photo, wherever it fits");
  command.add_option("--channel", options.channel, "Dream towards one channel of --layer");
  add_seed_and_set(command, options.seed, options.set);
}

void add_seed_and_set(CLI::App& command, std::optional<std::uint64_t>& seed, std::vector<std::string>& set) {
  command.add_option("--seed", seed, "Another seed, another bird");
  command.add_option("--set", set, "key=value: any parameter; see birddream params. Repeatable")
      ->allow_extra_args(false);
}

std::optional<PictureSize> parse_size(std::string_view text) {
  const auto cross = text.find_first_of("xX");
  const auto width = number_from<int>(text.substr(0, cross));
  const auto height = cross == std::string_view::npos ? width : number_from<int>(text.substr(cross + 1));
  if (!width || !height) return std::nullopt;
  return PictureSize{*width, *height};
}

bool lacks_species(const DreamParams& params) {
  return std::ranges::any_of(params.targets,
                             [](const Target& t) { return is_of_class(t.kind) && t.species.empty(); });
}

DreamParams aimed_at(DreamParams params, const std::string& species) {
  for (Target& target : params.targets) {
    if (is_of_class(target.kind)) target.species = species;
  }
  return params;
}

Result<DreamParams> compose_recipe(const DreamOptions& options, const record::Provenance* repeated) {
  DreamParams params;
  if (repeated != nullptr && options.preset.empty()) {
    params = repeated->params;
  } else {
    auto preset = named_preset(options.preset);
    if (!preset) return preset.error();
    const bool own_seed = has_own_seed(*preset);
    params = std::move(preset->params);
    if (!own_seed) params.seed = options.usual_seed;
  }
  if (!options.size.empty()) {
    const auto size = parse_size(options.size);
    if (!size)
      return Error{"--size wants a number of pixels such as 224, or 320x240; not '" + options.size + "'."};
    params.width = size->width;
    params.height = size->height;
  }
  if (options.steps) params.steps = *options.steps;
  if (options.seed) params.seed = *options.seed;
  if (const Status set = set_photo(options.photo, params); !set) return set.error();
  if (const Status set = set_objective(options, params); !set) return set.error();
  if (const Status set = set_values(options.set, params); !set) return set.error();
  if (!options.species.empty()) params = aimed_at(std::move(params), options.species.front());
  if (const Status valid = recipe::validate(params); !valid) return valid.error();
  return params;
}

}  // namespace birddream::app
