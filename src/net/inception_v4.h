#pragma once

#include <memory>

#include "base/result.h"
#include "net/network.h"
#include "net/state_reader.h"

namespace birddream::net {

/// What becomes of BatchNorm in a network that is not being trained.
enum class BatchNorm {
  folded,  ///< into the convolution before it: the same function, a third faster
  apart,   ///< kept, as while training
};

/// Inception-v4 (Szegedy et al. 2016, arXiv 1602.07261) with the names, geometry and numbers of timm's
/// `inception_v4`: 149 convolutions, each with BatchNorm (eps 1e-3) and ReLU, valid padding in the stem,
/// average pools that leave the padding out of the mean, input normalised to -1..1. Any class count, taken
/// from `last_linear.weight`. Pictures of at least 75 px. Taps: stem_1, stem_2, stem_3, mixed_3a, mixed_4a,
/// mixed_5a, inception_a_1..4, reduction_a, inception_b_1..7, reduction_b, inception_c_1..3, pool (N x 1536 x
/// 1 x 1), logits. Layers of which a weight requires gradients keep BatchNorm apart and share its running
/// statistics.
Result<std::shared_ptr<const Network>> make_inception_v4(StateReader& state, at::Device device,
                                                         BatchNorm batch_norm = BatchNorm::folded);

}  // namespace birddream::net
