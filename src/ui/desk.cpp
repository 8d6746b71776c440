#include "ui/desk.h"

#include <algorithm>

#include "recipe/own_presets.h"
#include "ui/training_axis.h"

namespace birddream::ui {
namespace {

constexpr const char* first_species = "flamingo";

/// Whether the recipe is that of now with A and B in each other's place.
bool is_swapped(const Model& model, const Recipe& recipe) {
  if (!model.compare.on || !recipe.other) return false;
  const recipe::DreamParams other = params_of_other(model);
  const bool differ = model.compare.place != model.checkpoint || other != model.params;
  return differ && recipe.checkpoint == model.compare.place && recipe.other->place == model.checkpoint &&
         recipe.params == other && params_of(*recipe.other, model, recipe.params) == model.params;
}

}  // namespace

Desk::Desk(checkpoint::Series the_series, Settings the_settings)
    : series(std::move(the_series)),
      classes(series),
      settings(std::move(the_settings)),
      saver(settings.save_folder) {
  model.params = settings.params;
  model.precision = settings.precision;
  model.preset = settings.preset;
  model.view.filter = settings.smooth ? gl::Filter::smooth : gl::Filter::nearest;
  model.view.mode = static_cast<gl::DisplayMode>(settings.display_mode);
  model.view.wipe = settings.wipe;
  model.birds_only = settings.birds_only;
  recipe::OwnPresets own = recipe::load_presets(settings.presets_folder);
  for (recipe::Preset& preset : own.presets) model.presets.push_back(std::move(preset));
  for (const std::string& problem : own.problems) toasts.warn(problem);
}

float scale_of(const Desk& desk) {
  return desk.settings.scale > 0 ? desk.settings.scale : std::clamp(desk.content_scale, 1.0F, 3.0F);
}

Recipe Desk::recipe() const {
  Recipe recipe{model.params, model.preset,  model.checkpoint, model.precision,
                model.head,   model.endless, model.dream};
  if (model.compare.on) recipe.other = static_cast<const OtherSide&>(model.compare);
  if (model.training_plays) {
    recipe.checkpoint = model.played_place;
    recipe.endless = model.played_endless;
  }
  return recipe;
}

void adopt(Desk& desk, const Recipe& recipe) {
  Model& model = desk.model;
  if (is_swapped(model, recipe)) swap_sides(model);
  if (recipe.dream != model.dream) {
    model.adoptions.push_back({recipe.dream, model.dream});
    model.dream = recipe.dream;
  } else if (changes_start(model.params, recipe.params)) {
    restart(model);
  }
  model.params = recipe.params;
  model.preset = recipe.preset;
  stand_at(model, recipe.checkpoint);
  model.precision = recipe.precision;
  model.head = recipe.head;
  model.endless = recipe.endless;
  model.compare.on = recipe.other.has_value();
  if (!recipe.other) return;
  OtherSide& other = model.compare;
  const bool anew = other.place != recipe.other->place ||
                    params_of(other, model, model.params) != params_of(*recipe.other, model, model.params);
  other = *recipe.other;
  if (anew) --model.compare.id;
}

void undo(Desk& desk) {
  play_training(desk.model, desk.series, false);
  desk.history.observe(desk.recipe(), false);
  if (const auto recipe = desk.history.undo()) adopt(desk, *recipe);
}

void redo(Desk& desk) {
  play_training(desk.model, desk.series, false);
  desk.history.observe(desk.recipe(), false);
  if (const auto recipe = desk.history.redo()) adopt(desk, *recipe);
}

bool can_undo(const Desk& desk) {
  return desk.history.can_undo() || desk.model.training_plays;
}

void reset_params(Desk& desk) {
  Model& model = desk.model;
  const recipe::DreamParams standard = preset_params(model);
  if (changes_start(model.params, standard)) restart(model);
  model.params = standard;
}

void choose_known_species(const checkpoint::Series& series, recipe::DreamParams& params) {
  for (recipe::Target& target : params.targets) {
    if (!target.checkpoint.empty() && !checkpoint::place_from_text(series, target.checkpoint))
      target.checkpoint.clear();
    // A layer's target carries the bird that comes back with the next recipe for one.
    if (!is_of_class(target.kind) && target.species.empty()) continue;
    if (!target.species.empty() && checkpoint::find_class(series, target.species)) continue;
    const auto known = checkpoint::find_class(series, first_species);
    const auto bird = std::find_if(series.classes.begin(), series.classes.end(),
                                   [](const auto& info) { return info.bird; });
    target.species = known                          ? series.classes[static_cast<std::size_t>(*known)].name
                     : bird != series.classes.end() ? bird->name
                                                    : series.classes.front().name;
  }
}

void change_series(Desk& desk, checkpoint::Series series) {
  Model& model = desk.model;
  const bool goes_on = checkpoint::extends(series, desk.series);
  const auto newest = [&] {
    const auto lane = current_lane(desk.series, model).checkpoints;
    return lane.empty() ? -1 : lane.back();
  };
  const bool at_newest = goes_on && model.checkpoint == checkpoint::place_at(newest());
  const std::size_t before = desk.series.checkpoints.size();
  desk.series = std::move(series);
  desk.classes = checkpoint::ClassIndex(desk.series);
  desk.series_for_engine = std::make_shared<const checkpoint::Series>(desk.series);
  const auto& checkpoints = desk.series.checkpoints;
  if (goes_on) {
    if (at_newest && !model.training_plays && newest() != model.checkpoint.from) {
      move_to(model, newest());
      desk.history.moved_to(model.checkpoint, model.endless);
    }
    if (checkpoints.size() > before) desk.toasts.say("New checkpoint: " + checkpoints.back().title);
    return;
  }
  ++desk.series_begun;
  desk.history = History();
  desk.restored.reset();
  desk.shown = {};
  forget_series(model);
  for (recipe::Target& target : model.params.targets) target.checkpoint.clear();
  stand_at(model, checkpoint::place_at(static_cast<int>(checkpoints.size()) - 1));
  choose_known_species(desk.series, desk.model.params);
  restart(model);
  desk.toasts.say("Opened " + (desk.series.name.empty() ? desk.series.folder.string() : desk.series.name));
}

bool is_favourite(const Desk& desk, const std::string& species) {
  const auto& all = desk.settings.favourites;
  return std::find(all.begin(), all.end(), species) != all.end();
}

void toggle_favourite(Desk& desk, const std::string& species) {
  auto& all = desk.settings.favourites;
  if (is_favourite(desk, species)) {
    std::erase(all, species);
  } else {
    all.push_back(species);
  }
}

}  // namespace birddream::ui
