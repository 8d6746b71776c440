#pragma once

#include <span>

#include "base/result.h"
#include "net/network.h"

namespace birddream::net {

/// Weights and how much of them goes into a blend.
struct BlendPart {
  const StateDict* weights;
  double share;  ///< 0 or more
};

/// The weighted mean of weights, tensor by tensor, BatchNorm's statistics included; shares are divided by
/// their sum. Between checkpoints of one training it is a network that works (Izmailov et al. 2018), and the
/// mean of several trainings from one start often knows more than each (Wortsman et al. 2022, "model soups").
/// Error: no parts, shares that sum to nothing, or parts that differ in names or shapes.
Result<StateDict> blend(std::span<const BlendPart> parts);

}  // namespace birddream::net
