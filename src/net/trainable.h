#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/network.h"

namespace birddream::net {

/// Copies of the weights on `device`, channels-last where four-dimensional; those that `trained` says yes to
/// require gradients. What make_network() builds from them can be trained: it shares these tensors.
StateDict trainable(const StateDict& weights, at::Device device,
                    const std::function<bool(const std::string& name)>& trained);

/// Whether a tensor is learnt by gradient: not BatchNorm's running statistics.
bool is_learnt(std::string_view name);

/// The weights with a new last layer for `classes` classes: weights drawn from N(0, 0.01) by `seed`, biases
/// zero (Caffe's recipe for fine-tuning). Error: unknown architecture, or weights without that layer.
Result<StateDict> with_fresh_classifier(std::string_view architecture, StateDict weights, int classes,
                                        std::uint64_t seed);

}  // namespace birddream::net
