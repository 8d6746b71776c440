#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "net/layers.h"

namespace birddream::net {

/// A frozen network as plain data: what is computed from what, in forward order. Enough to run it by other
/// means than LibTorch (birddream::plan), on pictures of any size.
struct Graph {
  enum class Op {
    input,                ///< the picture, normalised: image * scale + shift
    convolution,          ///< weight, bias, stride, padding; then max(x, 0)
    max_pool,             ///< 3x3: stride, padding, ceil
    average_pool,         ///< 3x3 stride 1 padded by 1, the padding left out of the mean
    local_response_norm,  ///< as net::local_response_norm()
    concat,               ///< channel after channel
    global_mean,          ///< over height and width: N x C x 1 x 1
    linear,               ///< weight (classes x features), bias; nothing behind it
  };
  struct Node {
    Op op = Op::input;
    std::vector<int> inputs = {};  ///< indices of earlier nodes; one, but for concat
    std::string tap = {};          ///< name of the tap that shows this node's output, or empty
    at::Tensor weight = {};        ///< float32 on the CPU, not to be changed; shared with the network
    at::Tensor bias = {};
    int stride = 1;
    Padding padding = {};
    bool ceil = false;  ///< of a pool: a window that is only partly inside counts
  };

  std::array<float, 3> scale = {1, 1, 1};  ///< of the channels R, G, B
  std::array<float, 3> shift = {0, 0, 0};
  int smallest_side = 1;  ///< px
  std::vector<Node> nodes;

  /// Appends the node and returns its index.
  int add(Node node) {
    nodes.push_back(std::move(node));
    return static_cast<int>(nodes.size()) - 1;
  }
};

/// The numbers of a graph, or the mean of two graphs' that differ in nothing but their numbers.
struct GraphBlend {
  std::shared_ptr<const Graph> from;
  std::shared_ptr<const Graph> to = nullptr;  ///< null: `from` alone
  float share = 0;                            ///< of `to`, 0..1
};

}  // namespace birddream::net
