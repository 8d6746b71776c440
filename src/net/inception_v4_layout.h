#pragma once

#include <string>
#include <vector>

namespace birddream::net {

/// One convolution of Inception-v4 with the name timm gives it.
struct LayerPlan {
  std::string name;           ///< "features.6.branch1.0"
  int in, out;                ///< channels
  int height = 1, width = 1;  ///< of the kernel
  int stride = 1;
  bool padded = false;  ///< so that the size stays
};

/// A way through a block: a pool, or a chain of convolutions behind an optional pool, whose end may fork.
struct BranchPlan {
  enum class Pool { none, average, max_halving };
  Pool pool = Pool::none;
  std::vector<LayerPlan> chain;
  std::vector<LayerPlan> fork;  ///< all read the chain's end; their outputs stand one behind the other
};

/// A block: its branches read the same input, their outputs are joined channel after channel.
struct BlockPlan {
  std::string tap;
  std::vector<BranchPlan> branches;
  int channels = 0;  ///< of the output
};

/// All blocks from picture to pool, in order.
std::vector<BlockPlan> inception_v4_layout();

}  // namespace birddream::net
