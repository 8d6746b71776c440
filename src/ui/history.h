#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checkpoint/place.h"
#include "recipe/params.h"
#include "ui/comparison.h"

namespace birddream::ui {

/// What undo goes back to: all that a dream on the screen, or the one it is compared with, is made with.
struct Recipe {
  recipe::DreamParams params;
  std::string preset;                ///< the one the parameters started from
  checkpoint::Place checkpoint;      ///< under the dream
  std::string precision;             ///< Model::precision
  int head = -1;                     ///< Model::head
  bool endless = false;              ///< Model::endless
  int dream = 0;                     ///< Model::dream
  std::optional<OtherSide> other{};  ///< B, while there is a comparison

  bool operator==(const Recipe&) const = default;
};

/// Undo and redo of changes to it. Fed once a frame; a change is an entry when the hand has let go, so a
/// whole drag is one. Keeps the newest 500.
class History {
 public:
  /// `editing`: a widget is being dragged or typed in.
  void observe(const Recipe& now, bool editing);
  /// The dream was put elsewhere by another hand than the user's: no entry, what is in force says so.
  void moved_to(const checkpoint::Place& place, bool endless);
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
