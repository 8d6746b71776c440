#pragma once

#include <cstddef>
#include <deque>
#include <utility>

#include "checkpoint/series.h"
#include "engine/handed.h"

namespace birddream::engine {

/// Dreams that were the main one and rest, each by the number it was kept as: what undo comes back to. The
/// worker's thread.
class KeptDreams {
 public:
  /// Each holds the picture, what it is made of and Adam's two means of that: four times 12 bytes a pixel.
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
