#pragma once

#include <string>

#include "base/result.h"
#include "checkpoint/place.h"

namespace birddream::engine {

/// A stepper without a network refuses, as every other, what is not in its series of so many checkpoints.
inline Status known_place(const checkpoint::Place& place, int checkpoints) {
  const auto known = [checkpoints](int index) { return index >= 0 && index < checkpoints; };
  if (known(place.from) && known(place.to) && (place.head == -1 || known(place.head))) return {};
  return Error{"There is no such place: the series has " + std::to_string(checkpoints) + " checkpoints."};
}

}  // namespace birddream::engine
