// A network's way back from its taps to the picture.
#include <algorithm>
#include <cstddef>
#include <iterator>

#include "gpu/network_program.h"

namespace birddream::gpu {

using cuda::Gemm;
using cuda::Landing;
using cuda::Slice;

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
    std::ranges::copy_if(members, std::back_inserter(reached),
                         [this](int m) { return gradients_.is_written(m); });
    for (const int member : reached) rectify(member);
    if (!reached.empty()) plan_convolution_backward(graph, reached);
    return;
  }
  if (!gradients_.is_written(i) || u.op == Op::input) return;
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
  const Landing to = gradients_.land(i);
  backward_.each(cuda::EntryGradient{taps_[static_cast<std::size_t>(number)], number, options_.block,
                                     options_.result, to},
                 to.to.lots());
}

void NetworkProgram::plan_concat_backward(int i) {
  const bool all = std::ranges::all_of(unit(i).inputs, [this](int part) { return unit(part).rectified; });
  const bool masked = all && !options_.redirect && gradients_.mask_last(i, activation(i));
  for (const int part : unit(i).inputs) {
    const plan::Unit& u = unit(part);
    gradients_.lies_in(part, part_of(gradients_.slice(i), u.concat_offset, u.c), masked);
  }
}

void NetworkProgram::plan_convolution_backward(const net::Graph& graph, const std::vector<int>& members) {
  Gemm gemm = gemm_of(graph, members.front());
  gemm.backward = 1;
  gemm.gx = gradients_.land(unit(members.front()).inputs[0]);
  for (const int member : members)
    gemm.part[gemm.parts++] = {gradients_.slice(member), weights_.kernel(unit(member).source), nullptr, 0};
  gemms_.add(backward_, gemm);
}

void NetworkProgram::plan_pool_backward(int i) {
  const plan::Unit& u = unit(i);
  const int input = u.inputs[0];
  const Slice gy = gradients_.slice(i);
  const Landing to = gradients_.land(input);
  const long lots = to.to.lots();
  if (u.op == Op::max_pool) {
    backward_.each(cuda::MaxPoolBackward{gy, to, winners_[static_cast<std::size_t>(i)], u.stride,
                                         u.padding.height, u.padding.width},
                   lots);
  } else if (u.op == Op::average_pool) {
    backward_.each(cuda::AveragePoolBackward{gy, to}, lots);
  } else if (u.op == Op::local_response_norm) {
    backward_.each(cuda::NormBackward{gy, activation(input), sums_[static_cast<std::size_t>(i)], to,
                                      plan::norm_alpha / 5},
                   lots);
  } else {
    backward_.each(cuda::GlobalMeanBackward{gy, to}, lots);
  }
}

/// Through the unit's max(x, 0), if it has one.
void NetworkProgram::rectify(int i) {
  if (!unit(i).rectified) return;
  if (options_.redirect) {
    gradients_.rectify_redirected(i, activation(i));
  } else {
    gradients_.rectify(i, activation(i));
  }
}

}  // namespace birddream::gpu
