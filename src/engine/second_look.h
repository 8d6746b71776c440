#pragma once

#include <optional>
#include <vector>

#include "checkpoint/place.h"
#include "dream/stepper.h"

namespace birddream::engine {

/// What is asked about a picture besides its own top classes. Either costs a forward pass.
struct SecondLook {
  std::vector<dream::Score> top;        ///< of another checkpoint; no logits, probabilities alone
  std::vector<dream::Similar> nearest;  ///< species by features
};

/// The `count` best of each that is wanted. A checkpoint that cannot be used gives nothing: that is said
/// where it is chosen as the dream's. What memory is short for gives nothing either: the dream goes on.
SecondLook look_again(dream::Stepper& stepper, const std::optional<checkpoint::Place>& other, bool nearest,
                      int count);

}  // namespace birddream::engine
