#include "ui/history.h"

namespace birddream::ui {
namespace {

constexpr std::size_t longest = 500;

}  // namespace

void History::observe(const Recipe& now, bool editing) {
  if (entries_.empty()) {
    entries_.push_back(now);
    return;
  }
  if (editing || now == entries_[position_]) return;
  entries_.resize(position_ + 1);
  entries_.push_back(now);
  if (entries_.size() > longest) entries_.erase(entries_.begin());
  position_ = entries_.size() - 1;
}

void History::moved_to(const checkpoint::Place& place, bool endless) {
  if (entries_.empty()) return;
  entries_[position_].checkpoint = place;
  entries_[position_].endless = endless;
}

std::optional<Recipe> History::undo() {
  if (!can_undo()) return std::nullopt;
  return entries_[--position_];
}

std::optional<Recipe> History::redo() {
  if (!can_redo()) return std::nullopt;
  return entries_[++position_];
}

}  // namespace birddream::ui
