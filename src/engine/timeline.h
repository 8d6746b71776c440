#pragma once

#include <cstddef>
#include <vector>

#include "checkpoint/place.h"
#include "recipe/params.h"

namespace birddream::engine {

/// From that many steps done on, this was in force.
struct Change {
  int step = 0;
  recipe::DreamParams params;
  checkpoint::Place checkpoint;
};

/// How a dream was steered, from its start on. Together with the weights it is the dream.
class Timeline {
 public:
  /// A dream begins.
  void restart(const Change& start);
  /// Something changed, or nothing (then nothing is noted). Of several changes at one step the last counts.
  void note(const Change& change);

  /// In order; the first began the dream. Empty when there is none, or when it was steered more often than is
  /// kept.
  const std::vector<Change>& changes() const { return changes_; }

  /// A change in every step, for about an hour at 27 steps a second.
  static constexpr std::size_t most = 100'000;

 private:
  std::vector<Change> changes_;
};

}  // namespace birddream::engine
