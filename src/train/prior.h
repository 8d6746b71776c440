#pragma once

#include <ATen/core/Tensor.h>

#include <span>

#include "data/photo_set.h"

namespace birddream::train {

/// power * log(photos of each class among `among`), less its mean; a class without photos counts as one.
/// Float32, one value a class, on the CPU. Added to the logits in the loss, it lets the network learn what it
/// would know if every class were as frequent as any other; subtracted from the biases of a network that was
/// trained without, it mends that afterwards (logit adjustment: Menon et al. 2021, arXiv 2007.07314).
at::Tensor log_prior(const data::PhotoSet& photos, std::span<const int> among, double power);

}  // namespace birddream::train
