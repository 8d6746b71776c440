#include "plan/forward_pass.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <limits>

namespace birddream::plan {
namespace {

using Op = Unit::Op;
using After = PackedConvolution::After;

void copy_bias(const net::GraphBlend& weights, int source, float* to) {
  const at::Tensor& bias = node_of(*weights.from, source).bias;
  const auto* const a = bias.const_data_ptr<float>();
  if (!weights.to) {
    std::copy_n(a, bias.numel(), to);
    return;
  }
  const auto* const b = node_of(*weights.to, source).bias.const_data_ptr<float>();
  for (std::int64_t i = 0; i < bias.numel(); ++i) to[i] = a[i] * (1 - weights.share) + b[i] * weights.share;
}

}  // namespace

PackedConvolution::Numbers kernels_of(const net::GraphBlend& weights, int source) {
  const auto of = [source](const net::Graph& graph) { return kernel_of(node_of(graph, source)); };
  return {of(*weights.from), weights.to ? of(*weights.to) : at::Tensor(), weights.share};
}

ForwardPass::ForwardPass(const net::Graph& graph, Units units, int n, Precision precision)
    : units_(std::move(units)),
      n_(n),
      precision_(precision),
      kernels_(kernels_for(precision)),
      kept_(units_.units.size()) {
  for (int i = 0; i < static_cast<int>(kept_.size()); ++i) {
    if (units_[i].needed) plan(graph, i);
  }
}

void ForwardPass::run(const float* image) {
  image_ = image;
  for (const auto& step : steps_.run) step();
}

View ForwardPass::take(const Unit& unit, Precision type) {
  return steps_.buffers.take(n_, unit.h, unit.w, unit.c, type);
}

void ForwardPass::plan(const net::Graph& graph, int index) {
  const Unit& unit = units_[index];
  Kept& kept = kept_[static_cast<std::size_t>(index)];
  const View x = unit.inputs.empty() ? View{} : this->kept(unit.inputs[0]).y;
  if (unit.group >= 0) {
    const Group& group = units_.groups[static_cast<std::size_t>(unit.group)];
    if (group.members.front() == index) plan_group(group);
    return;
  }
  kept.y = kept.dense = take(unit, type_of(index));
  switch (unit.op) {
    case Op::input:
      steps_.run.emplace_back([this, y = kept.y, scale = graph.scale, shift = graph.shift] {
        on_rows(y, [&](long begin, long end) {
          kernels_.normalise(image_, scale.data(), shift.data(), y, begin, end);
        });
      });
      break;
    case Op::convolution:
    case Op::linear:
      plan_convolution(graph, index);
      break;
    case Op::max_pool:
    case Op::average_pool:
      plan_pool(graph, index);
      break;
    case Op::local_response_norm:
      kept.root = static_cast<float*>(
          steps_.buffers.take(static_cast<std::size_t>(x.rows() * x.w * x.c) * sizeof(float)));
      steps_.run.emplace_back([this, x, kept] {
        on_rows(kept.y, [&](long begin, long end) {
          kernels_.norm(x, kept.y, kept.root, norm_alpha / 5, begin, end);
        });
      });
      break;
    case Op::concat: {
      std::vector<std::pair<View, View>> parts;  // from, to
      for (const int input : unit.inputs) {
        const View from = this->kept(input).y;
        parts.emplace_back(from, channels_of(kept.y, units_[input].concat_offset, from.c, precision_));
      }
      steps_.run.emplace_back([this, y = kept.y, parts] {
        on_rows(y, [&](long begin, long end) {
          for (const auto& [from, to] : parts) kernels_.copy(from, to, begin, end);
        });
      });
      break;
    }
    case Op::global_mean:
      steps_.run.emplace_back([this, x, y = kept.y] {
        parallel_rows(n_, x.rows() * x.w * x.c,
                      [&](long begin, long end) { kernels_.mean(x, y, begin, end); });
      });
      break;
  }
}

void ForwardPass::plan_convolution(const net::Graph& graph, int index) {
  const Unit& unit = units_[index];
  const at::Tensor kernel = kernel_of(node_of(graph, unit.source));
  PackedConvolution::Shape shape;
  shape.x = kept(unit.inputs[0]).dense;
  shape.y = kept(index).y;
  shape.y_type = type_of(index);
  shape.kernel_h = static_cast<int>(kernel.size(2));
  shape.kernel_w = static_cast<int>(kernel.size(3));
  shape.stride = unit.stride;
  shape.pad_before = shape.pad_after = {unit.padding.height, unit.padding.width};
  PackedConvolution& convolution =
      steps_.add(shape, precision_, unit.rectified ? After::rectify : After::nothing, true);
  steps_.run.emplace_back([&convolution] { convolution.run(); });
  steps_.pack.emplace_back([&convolution, source = unit.source](const net::GraphBlend& weights) {
    convolution.pack(kernels_of(weights, source), 0);
    copy_bias(weights, source, convolution.bias());
  });
}

void ForwardPass::plan_group(const Group& group) {
  const Unit& first = units_[group.members.front()];
  PackedConvolution::Shape shape;
  shape.x = kept(first.inputs[0]).dense;
  shape.y = steps_.buffers.take(n_, first.h, first.w, group.channels, precision_);
  shape.y_type = precision_;
  const bool all = std::ranges::all_of(group.members, [&](int member) { return units_[member].rectified; });
  PackedConvolution& convolution =
      steps_.add(shape, precision_, all ? After::rectify : After::rectify_some, true);
  steps_.run.emplace_back([&convolution] { convolution.run(); });
  int offset = 0;
  for (const int member : group.members) {
    const Unit& unit = units_[member];
    Kept& kept = kept_[static_cast<std::size_t>(member)];
    kept.y = channels_of(shape.y, offset, unit.c, precision_);
    // oneDNN reads dense pixels only.
    const bool read_by_convolution = std::ranges::any_of(units_.units, [&](const Unit& reader) {
      return reader.needed && reader.op == Op::convolution && reader.inputs[0] == member;
    });
    if (read_by_convolution) {
      kept.dense = take(unit, precision_);
      steps_.run.emplace_back([this, from = kept.y, to = kept.dense] {
        on_rows(to, [&](long begin, long end) { kernels_.copy(from, to, begin, end); });
      });
    }
    if (!all) {
      std::fill_n(convolution.floors() + offset, unit.c,
                  unit.rectified ? 0.0F : std::numeric_limits<float>::lowest());
    }
    steps_.pack.emplace_back([&convolution, offset, source = unit.source,
                              rectified = unit.rectified](const net::GraphBlend& weights) {
      convolution.pack(kernels_of(weights, source), offset);
      // One that is not rectified here has its bias behind its mean.
      if (rectified) copy_bias(weights, source, convolution.bias() + offset);
    });
    offset += unit.c;
  }
}

void ForwardPass::plan_pool(const net::Graph& graph, int index) {
  const Unit& unit = units_[index];
  Kept& kept = kept_[static_cast<std::size_t>(index)];
  const View x = this->kept(unit.inputs[0]).y, y = kept.y;
  if (unit.op == Op::average_pool) {
    float* bias = nullptr;
    if (node_of(graph, unit.source).bias.defined()) {
      bias = static_cast<float*>(steps_.buffers.take(static_cast<std::size_t>(unit.c) * sizeof(float)));
      steps_.pack.emplace_back(
          [bias, source = unit.source](const net::GraphBlend& weights) { copy_bias(weights, source, bias); });
    }
    steps_.run.emplace_back([this, x, y, bias] {
      on_rows(y, [&](long begin, long end) { kernels_.average_pool(x, bias, y, begin, end); });
    });
    return;
  }
  kept.winner = static_cast<std::uint16_t*>(
      steps_.buffers.take(static_cast<std::size_t>(y.rows() * y.w * y.c) * sizeof(std::uint16_t)));
  const Window window{unit.stride, unit.padding.height, unit.padding.width};
  steps_.run.emplace_back([this, x, y, winner = kept.winner, window] {
    on_rows(y, [&](long begin, long end) { kernels_.max_pool(x, y, winner, window, begin, end); });
  });
}

}  // namespace birddream::plan
