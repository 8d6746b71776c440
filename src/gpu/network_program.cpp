#include "gpu/network_program.h"

#include <algorithm>
#include <cstddef>

namespace birddream::gpu {
namespace {

using cuda::Gemm;
using cuda::Slice;

plan::Units units_or_throw(const net::Graph& graph, const NetworkProgram::Options& o) {
  auto units = plan::units_of(graph, o.h, o.w, {o.wanted.begin(), o.wanted.end()});
  if (!units) throw Failure(units.error().message);
  return std::move(units).value();
}

}  // namespace

NetworkProgram::NetworkProgram(std::shared_ptr<const Device> device, const net::Graph& graph,
                               const Weights& weights, const Options& options)
    : device_(std::move(device)),
      weights_(weights),
      options_(options),
      units_(units_or_throw(graph, options)),
      arena_(device_),
      activations_(units_.units.size()),
      winners_(units_.units.size()),
      sums_(units_.units.size()),
      gradients_(units_.units.size(), backward_, arena_),
      gemms_(device_->multiprocessors()) {
  const int count = static_cast<int>(units_.units.size());
  // A joined layer comes behind its parts, which lie in it.
  for (int i = count; i-- > 0;) {
    if (unit(i).needed) place(i);
  }
  for (int i = 0; i < count; ++i) {
    if (unit(i).needed) plan_forward(graph, i);
  }
  for (const std::string& name : options_.wanted) {
    const auto node = std::ranges::find(graph.nodes, name, &net::Graph::Node::tap);
    const int i = static_cast<int>(node - graph.nodes.begin());
    const bool logits = unit(i).op == Op::linear;
    taps_.push_back({logits ? logits_ : nullptr, activation(i), unit(i).c});
  }
  cuda::ObjectiveValue objective{{}, options_.block, options_.result};
  std::ranges::copy(taps_, objective.taps);
  backward_.grid(objective, 1, 1, 1);
  for (int i = count; i-- > 0;) {
    if (unit(i).needed) plan_backward(graph, i);
  }
  gemms_.take_memory(arena_);
  gemms_.share_memory(forward_);
  gemms_.share_memory(backward_);
}

Slice NetworkProgram::part_of(Slice whole, int offset, int channels) {
  whole.data += offset;
  whole.c = channels;
  return whole;
}

void NetworkProgram::place(int i) {
  const plan::Unit& u = unit(i);
  const int channels = in_lots(u.c);
  const bool rounded = u.op == Op::input || u.op == Op::linear;
  if (channels != u.c && !rounded)
    throw Failure("this network has layers whose channels are no multiple of 8");
  const Slice shape{nullptr, options_.n, u.h, u.w, channels, channels};
  const auto count = static_cast<std::size_t>(shape.pixels() * channels);
  gradients_.set_shape(i, shape);
  if (u.concat >= 0) {
    activation(i) = part_of(activation(u.concat), u.concat_offset, channels);
    return;
  }
  activation(i) = shape;
  if (u.op == Op::linear) {
    logits_ = arena_.take<float>(count);
    logits_pitch_ = channels;
  } else {
    activation(i).data = arena_.take<cuda::Half>(count);
  }
}

void NetworkProgram::plan_forward(const net::Graph& graph, int i) {
  const plan::Unit& u = unit(i);
  const Slice y = activation(i);
  const Slice x = u.inputs.empty() ? Slice{} : activation(u.inputs[0]);
  switch (u.op) {
    case Op::input:
    case Op::concat:  // its parts are written there
      break;
    case Op::convolution:
    case Op::linear: {
      const auto& groups = units_.groups;
      if (u.group < 0)
        plan_convolution(graph, {i});
      else if (const auto& members = groups[static_cast<std::size_t>(u.group)].members; members.front() == i)
        plan_convolution(graph, members);
      break;
    }
    case Op::max_pool:
      winners_[static_cast<std::size_t>(i)] =
          arena_.take<std::uint8_t>(static_cast<std::size_t>(y.pixels() * y.c));
      forward_.each(cuda::MaxPool{x, y, winners_[static_cast<std::size_t>(i)], u.stride, u.padding.height,
                                  u.padding.width},
                    y.lots());
      break;
    case Op::average_pool:
      forward_.each(cuda::AveragePool{x, y, u.rectified ? weights_.bias(u.source) : nullptr}, y.lots());
      break;
    case Op::local_response_norm:
      sums_[static_cast<std::size_t>(i)] = arena_.take<float>(static_cast<std::size_t>(y.pixels() * y.c));
      forward_.each(cuda::Norm{x, y, sums_[static_cast<std::size_t>(i)], plan::norm_alpha / 5}, y.lots());
      break;
    case Op::global_mean:
      forward_.each(cuda::GlobalMean{x, y}, y.lots());
      break;
  }
}

Gemm NetworkProgram::gemm_of(const net::Graph& graph, int i) const {
  const plan::Unit& u = unit(i);
  const at::Tensor& weight = plan::node_of(graph, u.source).weight;
  const bool flat = weight.dim() == 2;
  Gemm gemm{};
  gemm.kernel_h = flat ? 1 : static_cast<int>(weight.size(2));
  gemm.kernel_w = flat ? 1 : static_cast<int>(weight.size(3));
  gemm.stride = u.stride;
  gemm.pad_h = u.padding.height, gemm.pad_w = u.padding.width;
  return gemm;
}

void NetworkProgram::plan_convolution(const net::Graph& graph, const std::vector<int>& members) {
  Gemm gemm = gemm_of(graph, members.front());
  gemm.x = activation(unit(members.front()).inputs[0]);
  if (members.size() > cuda::most_parts) throw Failure("this network has too many heads on one layer");
  for (const int member : members) {
    const plan::Unit& u = unit(member);
    const bool linear = u.op == Op::linear;
    // One that is not rectified here has its bias behind its mean.
    gemm.part[gemm.parts++] = {activation(member), weights_.kernel(u.source),
                               u.rectified || linear ? weights_.bias(u.source) : nullptr,
                               u.rectified ? 1 : 0};
    if (linear) gemm.logits = logits_;
  }
  gemms_.add(forward_, gemm);
}

}  // namespace birddream::gpu
