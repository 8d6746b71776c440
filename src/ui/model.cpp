#include "ui/model.h"

#include <algorithm>
#include <random>
#include <utility>

#include "recipe/param_table.h"
#include "recipe/presets.h"

namespace birddream::ui {
namespace {

using recipe::ObjectiveKind;

// Which bird and seed come next is chance; what a seed leads to is not.
std::mt19937& dice() {
  static std::mt19937 engine{std::random_device{}()};
  return engine;
}

bool is_replaying(const Model& model) {
  return model.replay && model.frame && model.frame->replays;
}

}  // namespace

const std::string& species_of(const recipe::DreamParams& params) {
  static const std::string none;
  for (const recipe::Target& target : params.targets) {
    if (is_of_class(target.kind) && !target.species.empty()) return target.species;
  }
  return none;
}

void pick_species(Model& model, const std::string& name) {
  // With several birds in the sum only the first one follows the list; the others are set in the objective
  // section.
  const auto first = std::find_if(model.params.targets.begin(), model.params.targets.end(),
                                  [](const recipe::Target& target) { return is_of_class(target.kind); });
  if (first != model.params.targets.end()) {
    // A difference dream has the bird twice.
    const std::string before = first->species;
    for (recipe::Target& target : model.params.targets) {
      if (is_of_class(target.kind) && target.species == before) target.species = name;
    }
  } else {
    model.params.targets = {{ObjectiveKind::class_logit, name, "", 0, 1.0F}};
  }
  restart(model);
}

bool is_dreamt(const recipe::DreamParams& params, const std::string& name) {
  return std::ranges::any_of(params.targets, [&](const recipe::Target& target) {
    return is_of_class(target.kind) && target.species == name;
  });
}

void add_species(Model& model, const std::string& name) {
  auto& targets = model.params.targets;
  if (is_dreamt(model.params, name) || targets.size() >= recipe::target_limit) return;
  // Climbed as the first bird is.
  const auto first =
      std::ranges::find_if(targets, [](const recipe::Target& target) { return is_of_class(target.kind); });
  const ObjectiveKind kind = first == targets.end() ? ObjectiveKind::class_logit : first->kind;
  targets.push_back({kind, name, "", 0, 1.0F});
}

void remove_species(Model& model, const std::string& name) {
  std::vector<recipe::Target> rest = model.params.targets;
  std::erase_if(
      rest, [&](const recipe::Target& target) { return is_of_class(target.kind) && target.species == name; });
  if (!rest.empty()) model.params.targets = std::move(rest);
}

void pick_next_species(Model& model, const checkpoint::Series& series, const std::vector<int>& found,
                       int rows) {
  const int count = static_cast<int>(found.size());
  if (count == 0) return;
  const auto name = [&](int row) {
    return series.classes[static_cast<std::size_t>(found[static_cast<std::size_t>(row)])].name;
  };
  int here = rows > 0 ? -1 : 0;  // a bird that is not in the list is before it
  for (int row = 0; row < count; ++row) {
    if (name(row) == species_of(model.params)) here = row;
  }
  pick_species(model, name(((here + rows) % count + count) % count));
}

void pick_random_species(Model& model, const checkpoint::Series& series, const std::vector<int>& found) {
  std::vector<std::string> others;
  for (const int index : found) {
    const std::string& name = series.classes[static_cast<std::size_t>(index)].name;
    if (name != species_of(model.params)) others.push_back(name);
  }
  if (others.empty()) return;
  std::uniform_int_distribution<std::size_t> any(0, others.size() - 1);
  pick_species(model, others[any(dice())]);
}

void pick_random_seed(Model& model) {
  // Short enough to read out and type again.
  std::uniform_int_distribution<std::uint64_t> any(1, 99999);
  const std::uint64_t before = model.params.seed;
  while (model.params.seed == before) model.params.seed = any(dice());
  restart(model);
}

const recipe::Preset* find_preset(const Model& model, std::string_view name) {
  const auto found = std::ranges::find(model.presets, name, &recipe::Preset::name);
  return found == model.presets.end() ? nullptr : &*found;
}

void pick_preset(Model& model, std::string_view name) {
  const recipe::Preset* preset = find_preset(model, name);
  if (preset == nullptr) return;
  model.params = recipe::apply_preset(*preset, model.params);
  model.preset = preset->name;
  restart(model);
}

recipe::DreamParams preset_params(const Model& model) {
  const recipe::Preset* preset = find_preset(model, model.preset);
  return preset != nullptr ? recipe::apply_preset(*preset, model.params) : model.params;
}

const std::string& closest_preset(const Model& model, const recipe::DreamParams& params) {
  const auto& presets = model.presets;
  const auto distance = [&](const recipe::Preset& preset) {
    const auto rows = recipe::param_table();
    return std::count_if(rows.begin(), rows.end(), [&](const recipe::ParamInfo& info) {
      return std::visit([&](auto member) { return preset.params.*member != params.*member; }, info.field);
    });
  };
  return std::min_element(presets.begin(), presets.end(),
                          [&](const auto& a, const auto& b) { return distance(a) < distance(b); })
      ->name;
}

void pick_photo(Model& model, const std::string& path, int wanted_for) {
  auto& targets = model.params.targets;
  const bool chosen = wanted_for >= 0 && wanted_for < static_cast<int>(targets.size()) &&
                      targets[static_cast<std::size_t>(wanted_for)].kind == recipe::ObjectiveKind::guide;
  const auto guide =
      chosen ? targets.begin() + wanted_for : std::ranges::find_if(targets, [](const recipe::Target& target) {
        return target.kind == ObjectiveKind::guide && target.photo.empty();
      });
  if (wanted_for != photo_for_start && guide != targets.end()) {
    guide->photo = path;
    return restart(model);
  }
  model.params.start = recipe::StartKind::photo;
  model.params.start_photo = path;
  restart(model);
}

std::string usual_layer(const engine::EngineInfo& info) {
  constexpr const char* usual = "inception_4d";
  const auto& layers = info.layers;
  const bool known =
      layers.empty() || std::ranges::find(layers, usual, &dream::LayerInfo::name) != layers.end();
  return known ? usual : layers[layers.size() / 2].name;
}

bool choose_known_layers(Model& model) {
  const auto& layers = model.info.layers;
  bool changed = false;
  for (recipe::Target& target : model.params.targets) {
    if (layers.empty() || is_of_class(target.kind)) continue;
    if (std::ranges::find(layers, target.layer, &dream::LayerInfo::name) != layers.end()) continue;
    target.layer = usual_layer(model.info);
    const auto usual = std::ranges::find(layers, target.layer, &dream::LayerInfo::name);
    target.channel = std::clamp(target.channel, 0, std::max(usual->channels - 1, 0));
    changed = true;
  }
  return changed;
}

void restart(Model& model) {
  model.replay_rests = false;
  ++model.restarts;
  model.run = true;
}

bool is_covered(const Model& model) {
  return model.show_school || model.show_gallery || (model.show_cross_scores && model.show_filmstrip) ||
         model.show_keys || model.show_film || model.show_statistics;
}

void uncover(Model& model) {
  model.show_school = model.show_gallery = model.show_cross_scores = model.show_keys = model.show_film =
      model.show_statistics = false;
}

void ask_who_recognises(Model& model) {
  model.show_cross_scores = true;
  model.cross_cancelled = false;
  ++model.cross_scores;
}

void forget_series(Model& model) {
  model.training_plays = false;
  // The number goes on, so that no dream beside is taken for one of the old series.
  const int id = model.compare.id;
  model.compare = Comparison();
  model.compare.id = id;
  model.filmstrip_of = FilmstripOf::lane;
  model.filmstrip_picks.clear();
  model.second.reset();
  model.show_cross_scores = false;
  model.replay.reset();
  model.frame.reset();
  model.beside.reset();
  model.history.clear();
  model.info = {};
}

void stand_at(Model& model, const checkpoint::Place& place) {
  model.training_plays = false;
  model.checkpoint = place;
  model.head = place.head;
}

bool is_moving(const Model& model) {
  return is_replaying(model) ? !model.replay_rests : model.run;
}

void pause(Model& model) {
  if (is_replaying(model)) {
    model.replay_rests = true;
  } else {
    model.run = false;
  }
}

void run_or_pause(Model& model) {
  if (is_replaying(model)) {
    model.replay_rests = !model.replay_rests;
    return;
  }
  const bool over = model.frame && (model.frame->phase == engine::Phase::finished ||
                                    model.frame->phase == engine::Phase::failed);
  if (over) {
    restart(model);
  } else {
    model.run = !model.run;
  }
}

}  // namespace birddream::ui
