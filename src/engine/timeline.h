#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "checkpoint/place.h"
#include "recipe/params.h"

namespace birddream::engine {

/// From that many steps done on, this was in force.
struct Change {
  int step = 0;
  recipe::DreamParams params;
  checkpoint::Place checkpoint;
  std::string weights = {};    ///< dream::Stepper::weights() of them; empty: not known
  std::string precision = {};  ///< that it was computed in (dream::StepperInfo); empty: not known
};

/// How a dream was steered, from its start on. Together with the weights it is the dream.
class Timeline {
 public:
  /// A dream begins.
  void restart(const Change& start, std::uint64_t dream = 0);
  /// Something changed, or nothing (then nothing is noted). Of several changes at one step the last counts,
  /// but for those that act at once (recipe::changes_decoding) and those after the dream began and before its
  /// first step: each of them is kept.
  void note(const Change& change);

  /// In order, several of one step among them; the first began the dream. Empty when there is none, or when
  /// it was steered more often than is kept.
  const std::vector<Change>& changes() const { return changes_; }
  /// Whether it is empty because it was steered more often than is kept.
  bool is_lost() const { return lost_; }
  /// The number that restart() was told: Frame::dream.
  std::uint64_t dream() const { return dream_; }
  void set_dream(std::uint64_t dream) { dream_ = dream; }

  /// A change in every step, for about an hour at 27 steps a second.
  static constexpr std::size_t most = 100'000;

 private:
  std::vector<Change> changes_;
  std::uint64_t dream_ = 0;
  bool lost_ = false;
};

/// A dream to be dreamt again as it was steered, up to a moment.
struct Replay {
  std::vector<Change> changes;  ///< as Timeline has them; at least one
  int until = 0;                ///< steps done at that moment
};

}  // namespace birddream::engine
