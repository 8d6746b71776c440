#include "ui/comparison.h"

#include <algorithm>
#include <utility>

#include "recipe/presets.h"
#include "ui/model.h"

namespace birddream::ui {

void hold_as_other(Model& model) {
  set_place_of_other(model, model.checkpoint);
  set_recipe_of_other(model, OtherRecipe::held);
}

void set_place_of_other(Model& model, const checkpoint::Place& place) {
  model.compare.place = place;
  --model.compare.id;
}

void set_recipe_of_other(Model& model, OtherRecipe recipe, const std::string& preset) {
  Comparison& compare = model.compare;
  compare.recipe = recipe;
  compare.held = model.params;
  compare.preset = recipe == OtherRecipe::preset ? preset : model.preset;
  --compare.id;
}

void toggle_comparison(Model& model) {
  model.compare.on = !model.compare.on;
  if (model.compare.on) hold_as_other(model);
}

recipe::DreamParams params_of(const OtherSide& side, const Model& model, const recipe::DreamParams& a) {
  if (side.recipe == OtherRecipe::held) return side.held;
  const recipe::Preset* preset = find_preset(model, side.preset);
  if (side.recipe == OtherRecipe::same || preset == nullptr) return a;
  recipe::DreamParams params = recipe::apply_preset(*preset, a);
  // They are laid over each other.
  params.width = a.width;
  params.height = a.height;
  return params;
}

recipe::DreamParams params_of_other(const Model& model) {
  return params_of(model.compare, model, model.params);
}

void swap_sides(Model& model) {
  Comparison& compare = model.compare;
  if (compare.recipe != OtherRecipe::same) {
    compare.held = std::exchange(model.params, params_of_other(model));
    compare.recipe = OtherRecipe::held;
    std::swap(model.preset, compare.preset);
  }
  const checkpoint::Place other = std::exchange(compare.place, model.checkpoint);
  stand_at(model, other);
  model.adoptions.push_back({compare.id});
}

void difference_dream(Model& model, const checkpoint::Series& series) {
  const std::string species = species_of(model.params);
  if (species.empty()) return;
  // Under one and the same network what is raised and lowered is nothing.
  if (model.compare.recipe == OtherRecipe::same) {
    model.compare.recipe = OtherRecipe::held;
    model.compare.held = model.params;
    model.compare.preset = model.preset;
  }
  recipe::Target raised{recipe::ObjectiveKind::class_logit, species, "", 0, 1.0F};
  raised.checkpoint = checkpoint::to_text(series, model.compare.place);
  const recipe::Target lowered{recipe::ObjectiveKind::class_logit, species, "", 0, -1.0F};
  model.params.targets = {raised, lowered};
  restart(model);
}

std::optional<engine::SideWish> wish_for_other(const Model& model) {
  const Comparison& compare = model.compare;
  if (!compare.on) return std::nullopt;
  // Its own parameters even where they are A's: without any it would be one of the filmstrip's.
  return engine::SideWish{compare.id, compare.place, params_of_other(model), false};
}

const engine::Tile* other_tile(const Model& model) {
  if (!model.compare.on || !model.beside) return nullptr;
  const auto& tiles = model.beside->tiles;
  const auto found = std::ranges::find(tiles, model.compare.id, &engine::Tile::id);
  return found == tiles.end() || found->picture.empty() ? nullptr : &*found;
}

}  // namespace birddream::ui
