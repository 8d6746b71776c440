#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/graph.h"

namespace birddream::plan {

/// What a plan computes for one node of the graph.
struct Unit {
  using Op = net::Graph::Op;
  Op op = Op::input;
  std::vector<int> inputs;
  int source = -1;         ///< the node of the graph whose weight and bias it has
  bool rectified = false;  ///< max(x, 0) is the last it does
  int stride = 1;
  net::Padding padding;
  int c = 0, h = 0, w = 0;  ///< of the output
  bool needed = false;      ///< some wanted tap depends on it
  int group = -1;           ///< of Units::groups
  int concat = -1;          ///< the unit that joins it with others, if one does
  int concat_offset = 0;    ///< in channels
};

/// 1x1 convolutions of the same input, run as one whose outputs stand one behind the other.
struct Group {
  std::vector<int> members;  ///< ascending
  int channels = 0;
};

/// The graph, made ready for one picture size and some wanted taps; a unit has its node's index. An average
/// pool whose mean only a 1x1 convolution reads is put behind it, where it has fewer channels: the mean of a
/// linear map is the map of the mean. Such a convolution then has the pool's index, and what it had behind it
/// (bias, max(x, 0)) is done by an Op::average_pool.
struct Units {
  std::vector<Unit> units;
  std::vector<Group> groups;

  const Unit& operator[](int index) const { return units[static_cast<std::size_t>(index)]; }
};

/// h, w: px. Error: a graph that a plan cannot run (a picture that is used twice, or in other ways than by a
/// convolution; a concat's part that something else reads too), or a picture that becomes too small on the
/// way.
Result<Units> units_of(const net::Graph& graph, int h, int w, const std::set<std::string>& wanted);

/// The node that a unit's `source` names.
inline const net::Graph::Node& node_of(const net::Graph& graph, int source) {
  return graph.nodes[static_cast<std::size_t>(source)];
}

/// A node's weight as O x I x height x width, a linear layer's too.
at::Tensor kernel_of(const net::Graph::Node& node);

/// net::norm_alpha as plans and the GPU's kernels compute with it.
inline constexpr float norm_alpha = static_cast<float>(net::norm_alpha);

}  // namespace birddream::plan
