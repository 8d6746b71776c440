#include "gpu/network_program.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace birddream::gpu {
namespace {

using cuda::Gemm;
using cuda::Landing;
using cuda::Slice;

constexpr float norm_alpha = 1e-4F;  // of net::local_response_norm()

const net::Graph::Node& node_of(const net::Graph& graph, int source) {
  return graph.nodes[static_cast<std::size_t>(source)];
}

Slice channels_of(const Slice& whole, int offset, int count) {
  Slice part = whole;
  part.data += offset;
  part.c = count;
  return part;
}

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
      gradients_(units_.units.size()) {
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
  share_parts();
}

void NetworkProgram::place(int i) {
  const plan::Unit& u = unit(i);
  const int channels = in_lots(u.c);
  const bool rounded = u.op == Op::input || u.op == Op::linear;
  if (channels != u.c && !rounded)
    throw Failure("this network has layers whose channels are no multiple of 8");
  const Slice shape{nullptr, options_.n, u.h, u.w, channels, channels};
  const auto count = static_cast<std::size_t>(shape.pixels() * channels);
  gradient(i).slice = shape;  // memory comes with the first who writes
  if (u.concat >= 0) {
    activation(i) = channels_of(activation(u.concat), u.concat_offset, channels);
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
      forward_.each(cuda::Norm{x, y, sums_[static_cast<std::size_t>(i)], norm_alpha / 5}, y.lots());
      break;
    case Op::global_mean:
      forward_.each(cuda::GlobalMean{x, y}, y.lots());
      break;
  }
}

Gemm NetworkProgram::gemm_of(const net::Graph& graph, int i) const {
  const plan::Unit& u = unit(i);
  const at::Tensor& weight = node_of(graph, u.source).weight;
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
  add(forward_, gemm);
}

void NetworkProgram::plan_backward(const net::Graph& graph, int i) {
  const auto& wanted = options_.wanted;
  const std::string& tap = graph.nodes[static_cast<std::size_t>(i)].tap;
  if (const auto found = std::ranges::find(wanted, tap); !tap.empty() && found != wanted.end())
    plan_entry(i, static_cast<int>(found - wanted.begin()));
  const plan::Unit& u = unit(i);
  if (u.group >= 0) {
    // Its members are joined at the first, when all that comes behind any of them has been.
    const auto& members = units_.groups[static_cast<std::size_t>(u.group)].members;
    if (members.front() != i) return;
    std::vector<int> reached;
    std::ranges::copy_if(members, std::back_inserter(reached), [this](int m) { return gradient(m).written; });
    for (const int member : reached) rectify(member);
    if (!reached.empty()) plan_convolution_backward(graph, reached);
    return;
  }
  if (!gradient(i).written || u.op == Op::input) return;
  rectify(i);
  switch (u.op) {
    case Op::input:
      break;
    case Op::convolution:
    case Op::linear:
      plan_convolution_backward(graph, {i});
      break;
    case Op::concat:
      plan_concat_backward(i);
      break;
    case Op::max_pool:
    case Op::average_pool:
    case Op::local_response_norm:
    case Op::global_mean:
      plan_pool_backward(i);
      break;
  }
}

void NetworkProgram::plan_entry(int i, int number) {
  const Landing to = land(i);
  backward_.each(cuda::EntryGradient{taps_[static_cast<std::size_t>(number)], number, options_.block,
                                     options_.result, to},
                 to.to.lots());
}

void NetworkProgram::plan_concat_backward(int i) {
  const Gradient& whole = gradient(i);
  const bool all = std::ranges::all_of(unit(i).inputs, [this](int part) { return unit(part).rectified; });
  const bool masked = all && !options_.redirect && whole.last >= 0;
  if (masked) mask_last(gradient(i), activation(i));
  for (const int part : unit(i).inputs) {
    gradient(part) = {channels_of(whole.slice, unit(part).concat_offset, unit(part).c), true, -1, masked};
  }
}

void NetworkProgram::plan_convolution_backward(const net::Graph& graph, const std::vector<int>& members) {
  Gemm gemm = gemm_of(graph, members.front());
  gemm.backward = 1;
  gemm.gx = land(unit(members.front()).inputs[0]);
  for (const int member : members)
    gemm.part[gemm.parts++] = {gradient(member).slice, weights_.kernel(unit(member).source), nullptr, 0};
  add(backward_, gemm);
}

void NetworkProgram::plan_pool_backward(int i) {
  const plan::Unit& u = unit(i);
  const int input = u.inputs[0];
  const Slice gy = gradient(i).slice;
  const Landing to = land(input);
  const long lots = to.to.lots();
  if (u.op == Op::max_pool) {
    backward_.each(cuda::MaxPoolBackward{gy, to, winners_[static_cast<std::size_t>(i)], u.stride,
                                         u.padding.height, u.padding.width},
                   lots);
  } else if (u.op == Op::average_pool) {
    backward_.each(cuda::AveragePoolBackward{gy, to}, lots);
  } else if (u.op == Op::local_response_norm) {
    backward_.each(
        cuda::NormBackward{gy, activation(input), sums_[static_cast<std::size_t>(i)], to, norm_alpha / 5},
        lots);
  } else {
    backward_.each(cuda::GlobalMeanBackward{gy, to}, lots);
  }
}

void NetworkProgram::rectify(int i) {
  if (!unit(i).rectified) return;
  Gradient& g = gradient(i);
  if (options_.redirect) {
    auto* const alive = arena_.take<unsigned>(static_cast<std::size_t>(in_lots(options_.n)));
    backward_.each(cuda::Zero{reinterpret_cast<cuda::Lot*>(alive)}, in_lots(options_.n) / 4);
    backward_.each(cuda::FindAlive{g.slice, activation(i), alive}, g.slice.lots());
    backward_.each(cuda::Redirect{g.slice, activation(i), alive}, g.slice.lots());
  } else if (g.last >= 0) {
    mask_last(g, activation(i));
  } else if (!g.masked) {
    backward_.each(cuda::Mask{g.slice, activation(i)}, g.slice.lots());
  }
}

Landing NetworkProgram::land(int i) {
  Gradient& g = gradient(i);
  if (g.slice.data == nullptr)
    g.slice.data = arena_.take<cuda::Half>(static_cast<std::size_t>(g.slice.pixels() * g.slice.pitch));
  const Landing to{g.slice, {}, g.written ? 1 : 0};
  g.written = true;
  g.last = static_cast<std::ptrdiff_t>(backward_.size());
  return to;
}

void NetworkProgram::mask_last(Gradient& g, const Slice& output) {
  const auto index = static_cast<std::size_t>(g.last);
  const auto mask = [&](auto& kernel) { kernel.gx.output = output; };
  switch (backward_.kernel(index)) {
    case cuda::number_of_Gemm:
      return backward_.edit<Gemm>(index, mask);
    case cuda::number_of_MaxPoolBackward:
      return backward_.edit<cuda::MaxPoolBackward>(index, mask);
    case cuda::number_of_AveragePoolBackward:
      return backward_.edit<cuda::AveragePoolBackward>(index, mask);
    case cuda::number_of_NormBackward:
      return backward_.edit<cuda::NormBackward>(index, mask);
    case cuda::number_of_GlobalMeanBackward:
      return backward_.edit<cuda::GlobalMeanBackward>(index, mask);
    case cuda::number_of_EntryGradient:
      return backward_.edit<cuda::EntryGradient>(index, mask);
    default:
      throw Failure("a gradient is written by a kernel that masks nothing");
  }
}

void NetworkProgram::add(Launches& launches, Gemm gemm) {
  constexpr int least_chunks = 4, most_splits = 16;
  const int phases = gemm.step() * gemm.step();
  const long tiles = gemm.row_tiles() * gemm.column_tiles() * phases;
  const int chunks = (gemm.phase_of(0).lots + cuda::tile_lots - 1) / cuda::tile_lots;
  const long room = std::max(1L, 2L * device_->multiprocessors() / tiles);
  gemm.splits =
      static_cast<int>(std::clamp<long>(std::min<long>(room, chunks / least_chunks), 1, most_splits));
  if (gemm.splits > 1) {
    constexpr std::size_t area = std::size_t{cuda::tile_rows} * cuda::tile_columns;
    partial_floats_ = std::max(partial_floats_, static_cast<std::size_t>(tiles * gemm.splits) * area);
    arrival_count_ = std::max(arrival_count_, static_cast<std::size_t>(tiles));
  }
  launches.grid(gemm, gemm.row_tiles(), gemm.column_tiles(), phases * gemm.splits);
}

// One launch runs after the other: they share the memory for parts of tiles.
void NetworkProgram::share_parts() {
  if (arrival_count_ == 0) return;
  auto* const partial = arena_.take<float>(partial_floats_);
  auto* const arrivals = arena_.take<unsigned>(arrival_count_);
  for (Launches* launches : {&forward_, &backward_}) {
    for (std::size_t i = 0; i < launches->size(); ++i) {
      if (launches->kernel(i) != cuda::number_of_Gemm) continue;
      launches->edit<Gemm>(i, [&](Gemm& gemm) { gemm.partial = partial, gemm.arrivals = arrivals; });
    }
  }
}

}  // namespace birddream::gpu
