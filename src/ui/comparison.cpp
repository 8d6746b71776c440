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

recipe::DreamParams params_of_other(const Model& model) {
  const Comparison& compare = model.compare;
  if (compare.recipe == OtherRecipe::held) return compare.held;
  const recipe::Preset* preset = recipe::find_preset(compare.preset);
  if (compare.recipe == OtherRecipe::same || preset == nullptr) return model.params;
  return recipe::apply_preset(*preset, model.params);
}

void swap_sides(Model& model) {
  Comparison& compare = model.compare;
  if (compare.recipe != OtherRecipe::same) {
    compare.held = std::exchange(model.params, params_of_other(model));
    compare.recipe = OtherRecipe::held;
    std::swap(model.preset, compare.preset);
  }
  std::swap(model.checkpoint, compare.place);
  model.training_plays = false;
  model.adopted = compare.id;
  ++model.adoptions;
}

std::optional<engine::SideWish> wish_for_other(const Model& model) {
  const Comparison& compare = model.compare;
  if (!compare.on) return std::nullopt;
  engine::SideWish wish{compare.id, compare.place, std::nullopt, false};
  if (compare.recipe != OtherRecipe::same) wish.params = params_of_other(model);
  return wish;
}

const engine::Tile* other_tile(const Model& model) {
  if (!model.compare.on || !model.beside) return nullptr;
  const auto& tiles = model.beside->tiles;
  const auto found = std::ranges::find(tiles, model.compare.id, &engine::Tile::id);
  return found == tiles.end() || found->picture.empty() ? nullptr : &*found;
}

}  // namespace birddream::ui
