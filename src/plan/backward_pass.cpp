#include "plan/backward_pass.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <memory>

#include "plan/rectified.h"

namespace birddream::plan {
namespace {

using Op = Unit::Op;
using After = PackedConvolution::After;
using Geometry = PackedConvolution::Geometry;
using Phase = PackedConvolution::Phase;

}  // namespace

BackwardPass::BackwardPass(const net::Graph& graph, const ForwardPass& forward, const std::set<int>& from)
    : forward_(forward),
      units_(forward.units()),
      precision_(forward.precision()),
      kernels_(kernels_for(precision_)),
      gradients_(units_.units.size()) {
  for (int i = static_cast<int>(gradients_.size()); i-- > 0;) {
    if (!units_[i].needed) continue;
    if (from.contains(i)) plan_entry(i, static_cast<std::size_t>(std::distance(from.begin(), from.find(i))));
    plan(graph, i);
  }
}

void BackwardPass::run(const std::vector<const float*>& gradients, bool redirect, float* image) {
  entries_ = gradients;
  redirect_ = redirect;
  image_ = image;
  for (const auto& step : steps_.run) step();
}

View BackwardPass::take(int unit) {
  const Unit& u = units_[unit];
  return steps_.buffers.lend(forward_.pictures(), u.h, u.w, u.c, precision_);
}

View BackwardPass::target(int unit) {
  Gradient& to = gradient(unit);
  if (to.behind.data == nullptr) to.behind = take(unit);
  return to.behind;
}

void BackwardPass::release(int unit) {
  const Gradient& g = gradient(unit);
  if (g.front.data != nullptr && g.front.data != g.behind.data) steps_.buffers.give_back(g.front.data);
  const int concat = units_[unit].concat;
  if (concat < 0 || !gradient(concat).written) {
    if (g.written) steps_.buffers.give_back(g.behind.data);
  } else if (--gradient(concat).parts == 0) {
    steps_.buffers.give_back(gradient(concat).behind.data);
  }
}

void BackwardPass::plan_entry(int index, std::size_t number) {
  const View to = target(index);
  const bool add = std::exchange(gradient(index).written, true);
  steps_.run.emplace_back([this, to, add, number] {
    on_rows(to, [&](long begin, long end) { kernels_.from_float(entries_[number], to, add, begin, end); });
  });
}

void BackwardPass::plan(const net::Graph& graph, int index) {
  const Unit& unit = units_[index];
  if (unit.group >= 0) {
    // Its members are joined at the first, when all that comes behind any of them has been.
    const Group& group = units_.groups[static_cast<std::size_t>(unit.group)];
    if (group.members.front() == index) plan_group(graph, group);
    return;
  }
  if (!gradient(index).written || unit.op == Op::input) return;
  plan_front(index);
  const View gy = gradient(index).front;
  switch (unit.op) {
    case Op::input:
      break;
    case Op::convolution:
    case Op::linear:
      plan_convolution(graph, gy, {index});
      break;
    case Op::concat:
      plan_concat(index);
      return;  // its parts read it still
    case Op::max_pool:
    case Op::average_pool:
    case Op::local_response_norm:
    case Op::global_mean:
      plan_pool(index);
      break;
  }
  release(index);
}

void BackwardPass::plan_concat(int index) {
  gradient(index).parts = static_cast<int>(units_[index].inputs.size());
  for (const int input : units_[index].inputs) {
    gradient(input).behind =
        channels_of(gradient(index).behind, units_[input].concat_offset, units_[input].c, precision_);
    gradient(input).written = true;
  }
}

void BackwardPass::plan_front(int index) {
  Gradient& g = gradient(index);
  if (!units_[index].rectified) {
    g.front = g.behind;
    return;
  }
  g.front = g.behind.dense() ? g.behind : take(index);
  steps_.run.emplace_back(
      [this, to = g.front, layer = Rectified(kernels_, g.behind, forward_.kept(index).y, g.front)]() mutable {
        layer.look_for_dead(redirect_);
        on_rows(to, [&](long begin, long end) { layer.run(begin, end); });
      });
}

void BackwardPass::plan_group(const net::Graph& graph, const Group& group) {
  if (std::ranges::none_of(group.members, [&](int member) { return gradient(member).written; })) return;
  const Unit& first = units_[group.members.front()];
  const View joined = steps_.buffers.lend(forward_.pictures(), first.h, first.w, group.channels, precision_);
  // All of them in one go: each time that threads are woken costs as much as a small part does.
  std::vector<std::function<void(long begin, long end)>> parts;
  std::vector<std::shared_ptr<Rectified>> layers;
  int offset = 0;
  for (const int member : group.members) {
    const View to = channels_of(joined, offset, units_[member].c, precision_);
    offset += units_[member].c;
    const Gradient& g = gradient(member);
    const View from = g.behind;
    if (!g.written) {
      parts.emplace_back([this, to](long begin, long end) { kernels_.zero(to, begin, end); });
    } else if (units_[member].rectified) {
      const auto layer = std::make_shared<Rectified>(kernels_, from, forward_.kept(member).y, to);
      layers.push_back(layer);
      parts.emplace_back([layer](long begin, long end) { layer->run(begin, end); });
    } else {
      parts.emplace_back([this, from, to](long begin, long end) { kernels_.copy(from, to, begin, end); });
    }
  }
  steps_.run.emplace_back([this, joined, parts, layers] {
    for (const auto& layer : layers) layer->look_for_dead(redirect_);
    on_rows(joined, [&](long begin, long end) {
      for (const auto& part : parts) part(begin, end);
    });
  });
  plan_convolution(graph, joined, group.members);
  steps_.buffers.give_back(joined.data);
  for (const int member : group.members) release(member);
}

void BackwardPass::plan_convolution(const net::Graph& graph, const View& gy,
                                    const std::vector<int>& members) {
  const Unit& unit = units_[members.front()];
  const int input = unit.inputs[0];
  const Unit& x = units_[input];
  const at::Tensor kernel = kernel_of(node_of(graph, unit.source));
  const Geometry geometry{static_cast<int>(kernel.size(2)),
                          static_cast<int>(kernel.size(3)),
                          unit.stride,
                          {unit.padding.height, unit.padding.width}};
  const auto shape_of = [&](std::optional<Phase> phase) {
    return PackedConvolution::input_gradient(gy, x.c, x.h, x.w, geometry, phase, precision_);
  };
  if (x.op == Op::input) {
    // Three channels a phase are too few for a convolution of their own.
    PackedConvolution::Shape shape = shape_of({});
    shape.y = steps_.buffers.lend(shape.y.n, shape.y.h, shape.y.w, shape.y.c, precision_);
    add_convolution(shape, After::nothing, members, geometry, {});
    steps_.run.emplace_back(
        [this, phases = shape.y, stride = unit.stride, h = x.h, w = x.w, scale = graph.scale] {
          const long rows = static_cast<long>(phases.n) * h;
          parallel_rows(rows, rows * w * 3, [&](long begin, long end) {
            kernels_.unshuffle_image(phases, stride, scale.data(), image_, h, w, begin, end);
          });
        });
    return;
  }
  const bool add = std::exchange(gradient(input).written, true);
  const View to = target(input);
  if (unit.stride == 1) {
    PackedConvolution::Shape shape = shape_of({});
    shape.y = to;
    add_convolution(shape, add ? After::add : After::nothing, members, geometry, {});
    return;
  }
  for (int a = 0; a < unit.stride; ++a) {
    for (int b = 0; b < unit.stride; ++b) {
      PackedConvolution::Shape shape = shape_of(Phase{a, b});
      shape.y = steps_.buffers.lend(shape.y.n, shape.y.h, shape.y.w, shape.y.c, precision_);
      add_convolution(shape, After::nothing, members, geometry, Phase{a, b});
      steps_.run.emplace_back([this, phase = shape.y, stride = unit.stride, a, b, to, add] {
        on_rows(phase,
                [&](long begin, long end) { kernels_.unshuffle(phase, stride, a, b, to, add, begin, end); });
      });
      steps_.buffers.give_back(shape.y.data);
    }
  }
}

void BackwardPass::add_convolution(const PackedConvolution::Shape& shape, After after,
                                   const std::vector<int>& members, const Geometry& geometry,
                                   std::optional<Phase> phase) {
  PackedConvolution& convolution = steps_.add(shape, precision_, after, false);
  steps_.run.emplace_back([&convolution] { convolution.run(); });
  int offset = 0;
  for (const int member : members) {
    steps_.pack.emplace_back([&convolution, offset, source = units_[member].source, geometry,
                              phase](const net::GraphBlend& weights) {
      convolution.pack_gradient(kernels_of(weights, source), offset, geometry, phase);
    });
    offset += units_[member].c;
  }
}

void BackwardPass::plan_pool(int index) {
  const Unit& unit = units_[index];
  const int input = unit.inputs[0];
  const View gy = gradient(index).front, gx = target(input), x = forward_.kept(input).y;
  const bool add = std::exchange(gradient(input).written, true);
  const Kept& kept = forward_.kept(index);
  const Window window{unit.stride, unit.padding.height, unit.padding.width};
  const auto push = [&](auto work) { steps_.run.emplace_back([gx, work] { on_rows(gx, work); }); };
  if (unit.op == Op::max_pool) {
    push([this, gy, gx, window, add, winner = kept.winner](long begin, long end) {
      kernels_.max_pool_backward(gy, winner, gx, window, add, begin, end);
    });
  } else if (unit.op == Op::average_pool) {
    push([this, gy, gx, add](long begin, long end) {
      kernels_.average_pool_backward(gy, gx, add, begin, end);
    });
  } else if (unit.op == Op::local_response_norm) {
    push([this, gy, gx, x, add, root = kept.root](long begin, long end) {
      kernels_.norm_backward(gy, x, root, gx, norm_alpha / 5, add, begin, end);
    });
  } else {
    push([this, gy, gx, add](long begin, long end) { kernels_.mean_backward(gy, gx, add, begin, end); });
  }
}

}  // namespace birddream::plan
