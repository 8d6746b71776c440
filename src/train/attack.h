#pragma once

#include <ATen/core/Tensor.h>

#include "net/network.h"
#include "train/train_params.h"

namespace birddream::train {

/// Pictures that are harder for the network: moved within an L2 ball to where the cross entropy is higher,
/// then clamped to 0..1. The network is looked at as it is when used (no dropout, running BatchNorm
/// statistics). The random start comes from torch's generator. `images`: N x 3 x H x W float32; the result
/// does not require gradients, nor do the weights collect any.
at::Tensor attacked(const net::Network& network, const at::Tensor& images, const at::Tensor& species,
                    const Attack& attack);

}  // namespace birddream::train
