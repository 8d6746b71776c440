#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkpoint/place.h"
#include "recipe/params.h"

namespace birddream::ui {

/// What undo goes back to: parameters, the preset they started from, the checkpoint under the dream.
struct Recipe {
  recipe::DreamParams params;
  std::string preset;
  checkpoint::Place checkpoint;

  bool operator==(const Recipe&) const = default;
};

/// Undo and redo of parameter changes. Fed once a frame; a change is an entry when the hand has let go, so a
/// whole drag is one. Keeps the newest 500.
class History {
 public:
  /// `editing`: a widget is being dragged or typed in.
  void observe(const Recipe& now, bool editing);
  /// What to go back (forward) to; nullopt when there is nothing.
  std::optional<Recipe> undo();
  std::optional<Recipe> redo();
  bool can_undo() const { return position_ > 0; }
  bool can_redo() const { return position_ + 1 < entries_.size(); }
  std::size_t size() const { return entries_.size(); }

 private:
  std::vector<Recipe> entries_;  // entries_[position_] is what is in force
  std::size_t position_ = 0;
};

}  // namespace birddream::ui
