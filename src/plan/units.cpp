#include "plan/units.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace birddream::plan {
namespace {

using Op = Unit::Op;
using Node = net::Graph::Node;

constexpr int pool_side = 3;

int side_of(const at::Tensor& weight, int dimension) {
  return weight.dim() == 4 ? static_cast<int>(weight.size(dimension)) : 1;
}

/// Outputs along one side.
int outputs(int size, int window, int stride, int padding, bool ceil) {
  const int room = size + 2 * padding - window + (ceil ? stride - 1 : 0);
  if (room < 0) return 0;
  int count = room / stride + 1;
  // As Caffe and PyTorch: the last window begins inside the picture.
  if (ceil && (count - 1) * stride >= size + padding) --count;
  return count;
}

class Maker {
 public:
  Maker(const net::Graph& graph, const std::set<std::string>& wanted)
      : graph_(graph), readers_(graph.nodes.size()) {
    result_.units.resize(graph.nodes.size());
    for (std::size_t i = graph.nodes.size(); i-- > 0;) {
      const Node& node = graph.nodes[i];
      Unit& unit = result_.units[i];
      unit.needed = unit.needed || (!node.tap.empty() && wanted.contains(node.tap));
      if (!unit.needed) continue;
      for (const int input : node.inputs) {
        at(input).needed = true;
        readers_[static_cast<std::size_t>(input)].push_back(static_cast<int>(i));
      }
    }
  }

  Result<Units> make(int h, int w, const std::set<std::string>& wanted) {
    for (int i = 0; i < size(); ++i) {
      if (!at(i).needed) continue;
      describe(i);
      if (graph_.nodes[static_cast<std::size_t>(i)].op == Op::average_pool) commute(i, wanted);
    }
    for (int i = 0; i < size(); ++i) {
      if (!at(i).needed) continue;
      measure(i, h, w);
      if (at(i).h < 1 || at(i).w < 1)
        return Error{"A picture of " + std::to_string(w) + " x " + std::to_string(h) + " px is too small."};
    }
    if (const Status fits = place(); !fits) return fits.error();
    group();
    return std::move(result_);
  }

 private:
  int size() const { return static_cast<int>(graph_.nodes.size()); }
  Unit& at(int index) { return result_.units[static_cast<std::size_t>(index)]; }
  const Node& source(const Unit& unit) const { return graph_.nodes[static_cast<std::size_t>(unit.source)]; }
  const std::vector<int>& readers(int index) const { return readers_[static_cast<std::size_t>(index)]; }

  void describe(int i) {
    if (at(i).source >= 0) return;  // commute() has been here
    const Node& node = graph_.nodes[static_cast<std::size_t>(i)];
    Unit& unit = at(i);
    unit.op = node.op;
    unit.inputs = node.inputs;
    unit.source = i;
    unit.rectified = node.op == Op::convolution;
    unit.stride = node.stride;
    unit.padding = node.padding;
  }

  bool is_point(const Unit& unit) const {
    return unit.op == Op::convolution && unit.stride == 1 && side_of(source(unit).weight, 2) == 1 &&
           side_of(source(unit).weight, 3) == 1;
  }

  void commute(int pool, const std::set<std::string>& wanted) {
    if (readers(pool).size() != 1 || wanted.contains(graph_.nodes[static_cast<std::size_t>(pool)].tap))
      return;
    const int reader = readers(pool)[0];
    describe(reader);
    if (!is_point(at(reader))) return;
    Unit& convolution = at(pool);
    convolution.op = Op::convolution;
    convolution.source = reader;
    Unit& mean = at(reader);
    mean.op = Op::average_pool;
    mean.padding = {};
  }

  void measure(int i, int h, int w) {
    Unit& unit = at(i);
    if (unit.op == Op::input) {
      unit.c = 3, unit.h = h, unit.w = w;
      return;
    }
    const Unit& x = at(unit.inputs[0]);
    unit.c = x.c, unit.h = x.h, unit.w = x.w;
    const Node& node = source(unit);
    switch (unit.op) {
      case Op::convolution:
        unit.c = static_cast<int>(node.weight.size(0));
        unit.h = outputs(x.h, side_of(node.weight, 2), unit.stride, unit.padding.height, false);
        unit.w = outputs(x.w, side_of(node.weight, 3), unit.stride, unit.padding.width, false);
        break;
      case Op::max_pool:
        unit.h = outputs(x.h, pool_side, unit.stride, unit.padding.height, node.ceil);
        unit.w = outputs(x.w, pool_side, unit.stride, unit.padding.width, node.ceil);
        break;
      case Op::concat:
        unit.c = 0;
        for (const int input : unit.inputs) unit.c += at(input).c;
        break;
      case Op::global_mean:
        unit.h = unit.w = 1;
        break;
      case Op::linear:
        unit.c = static_cast<int>(node.weight.size(0));
        break;
      case Op::input:
      case Op::average_pool:
      case Op::local_response_norm:
        break;
    }
  }

  Status place() {
    for (int i = 0; i < size(); ++i) {
      if (!at(i).needed) continue;
      if (at(i).op == Op::input && (readers(i).size() != 1 || at(readers(i)[0]).op != Op::convolution))
        return Error{"This network does not begin with one convolution."};
      if (at(i).op != Op::concat) continue;
      int offset = 0;
      for (const int input : at(i).inputs) {
        if (readers(input).size() != 1) return Error{"This network uses a part of a joined layer twice."};
        at(input).concat = i;
        at(input).concat_offset = offset;
        offset += at(input).c;
      }
    }
    return {};
  }

  void group() {
    for (int x = 0; x < size(); ++x) {
      Group group;
      for (int i = x + 1; i < size(); ++i) {
        if (!at(i).needed || at(i).inputs.size() != 1 || at(i).inputs[0] != x || !is_point(at(i))) continue;
        group.members.push_back(i);
        group.channels += at(i).c;
      }
      if (group.members.size() < 2) continue;
      for (const int member : group.members) at(member).group = static_cast<int>(result_.groups.size());
      result_.groups.push_back(group);
    }
  }

  const net::Graph& graph_;
  std::vector<std::vector<int>> readers_;  // needed ones
  Units result_;
};

}  // namespace

Result<Units> units_of(const net::Graph& graph, int h, int w, const std::set<std::string>& wanted) {
  return Maker(graph, wanted).make(h, w, wanted);
}

at::Tensor kernel_of(const net::Graph::Node& node) {
  return node.weight.dim() == 4 ? node.weight : node.weight.unsqueeze(-1).unsqueeze(-1);
}

}  // namespace birddream::plan
