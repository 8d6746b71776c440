#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <utility>

#include "checkpoint/place.h"
#include "checkpoint/series.h"
#include "dream/stepper.h"
#include "engine/timeline.h"
#include "recipe/params.h"

namespace birddream::engine {

/// A dream with all its state, on its way from one place to another.
struct Handed {
  std::unique_ptr<dream::Stepper> stepper;  ///< null: none
  dream::StepReport report;
  Timeline timeline;
  checkpoint::Place place;
  recipe::DreamParams params;
};

/// Dreams that were the main one and rest, each by the number it was kept as: what undo comes back to. The
/// worker's thread.
class KeptDreams {
 public:
  /// Each holds its picture's parameters and the optimiser's means of them: at 1024 px some 50 MB.
  static constexpr std::size_t most = 4;

  /// The one kept longest goes when there are too many, and one of the same number.
  void keep(int number, Handed dream);
  /// Takes it out; no stepper where it is not there.
  Handed take(int number);
  /// A series that extends the one they are of (checkpoint::extends). One that cannot follow goes.
  void extend(const checkpoint::Series& series);

 private:
  std::deque<std::pair<int, Handed>> dreams_;
};

}  // namespace birddream::engine
