#pragma once

#include <memory>

#include "base/result.h"
#include "net/network.h"
#include "net/state_reader.h"

namespace birddream::net {

/// GoogLeNet (Szegedy et al. 2014) in the BVLC variant (Caffe model zoo): BGR 0..255 minus (104, 117, 123),
/// LRN, every max pool in ceil mode, no BatchNorm. Parameter names as in the Caffe model
/// ("inception_4c.3x3.weight"). Any class count, taken from the shape of `loss3.classifier.weight`. Taps, all
/// after their ReLU: conv1, conv2_reduce, conv2; of each block the convolutions ("inception_4c.1x1",
/// ".3x3_reduce", ".3x3", ".5x5_reduce",
/// ".5x5", ".pool_proj") and its output ("inception_4c"); pool5 (N x 1024 x 1 x 1), logits.
Result<std::shared_ptr<const Network>> make_googlenet(StateReader& state, at::Device device);

}  // namespace birddream::net
