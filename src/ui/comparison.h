#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkpoint/place.h"
#include "engine/engine.h"
#include "recipe/params.h"

namespace birddream::ui {

struct Model;

/// How two dreams are laid over each other.
enum class CompareView { wipe, blink, difference };

/// Where B's parameters come from.
enum class OtherRecipe {
  same,    ///< always A's
  held,    ///< A's at some moment
  preset,  ///< a preset's, for A's bird, seed and size
};

/// What B is dreamt with.
struct OtherSide {
  checkpoint::Place place;
  OtherRecipe recipe = OtherRecipe::held;
  recipe::DreamParams held;
  std::string preset;  ///< its name; of `held`: the one it began from

  bool operator==(const OtherSide&) const = default;
};

/// The other dream, B, that the main one, A, is compared with. Plain data, part of the Model.
struct Comparison : OtherSide {
  bool on = false;
  CompareView view = CompareView::wipe;
  float wipe = 0.5F;  ///< 0..1 of the panel's width; A is left of it
  int id = -1;        ///< SideWish::id of B, see side_ids.h; another one is a dream from its start image on
};

/// What A is made with now becomes B, dreamt from its start image on, whatever A turns into from then on.
void hold_as_other(Model& model);
/// B under another checkpoint, or with another recipe: from its start image on.
void set_place_of_other(Model& model, const checkpoint::Place& place);
void set_recipe_of_other(Model& model, OtherRecipe recipe, const std::string& preset = "");
/// Opens a comparison with what A is now, or closes it.
void toggle_comparison(Model& model);
recipe::DreamParams params_of_other(const Model& model);
/// What that side would be dreamt with beside these parameters of A.
recipe::DreamParams params_of(const OtherSide& side, const Model& model, const recipe::DreamParams& a);
/// A and B change places, with all they have dreamt.
void swap_sides(Model& model);

/// A dreams of what B would call its bird and A would not: the class raised under B, lowered under A. Begins
/// anew; B, where it had A's recipe, keeps that of before. Nothing where A does not dream of a class.
void difference_dream(Model& model, const checkpoint::Series& series);

/// B as the engine is to dream it; nothing while no comparison is open.
std::optional<engine::SideWish> wish_for_other(const Model& model);
/// B as it stands; null while there is nothing to see.
const engine::Tile* other_tile(const Model& model);

}  // namespace birddream::ui
