#include "dream/look.h"

#include <ATen/ATen.h>
#include <torch/autograd.h>

#include <utility>

#include "plan/fast_network.h"

namespace birddream::dream {
namespace {

using torch::autograd::variable_list;

at::Tensor logits_of(const net::Activations& activations) {
  const auto found = activations.find(std::string(net::logits_tap));
  return found == activations.end() ? at::Tensor() : found->second.detach();
}

/// The activations again, each recording what is computed of it.
net::Activations recording(const net::Activations& activations) {
  net::Activations leaves;
  for (const auto& [name, value] : activations) leaves[name] = value.detach().requires_grad_(true);
  return leaves;
}

}  // namespace

Looked look_plainly(const net::Network& network, const Objective& objective, const at::Tensor& values,
                    const at::Tensor& decoded, const LookOptions& options) {
  const at::AutoGradMode on(true);
  const at::Tensor seen = apply_view(decoded, options.view, options.border, options.pad);
  const auto activations = network.forward(seen, objective.wanted(), {options.redirect_relu});
  std::vector<net::Activations> others;
  for (const Onlooker& onlooker : objective.onlookers())
    others.push_back(onlooker.network->forward(seen, onlooker.wanted, {options.redirect_relu}));
  const at::Tensor value = objective.value(activations, others);
  Looked looked;
  looked.reached = value.item<float>();
  looked.gradient.values = torch::autograd::grad({value}, {values}, {}, /*retain_graph=*/false)[0];
  looked.gradient.norm = looked.gradient.values.norm().item<float>();
  looked.gradient.mean_magnitude = looked.gradient.values.abs().mean().item<float>();
  looked.logits = logits_of(activations);
  return looked;
}

Looked look_fast(const net::Network& network, const Objective& objective, PicturePath& path,
                 const LookOptions& options) {
  const at::Tensor& seen = path.show(options.view, options.border, options.pad);
  std::vector<plan::Look> looks;  // the dream's own, then the onlookers'
  looks.push_back(plan::look(network, seen, objective.wanted(), {options.redirect_relu}));
  for (const Onlooker& onlooker : objective.onlookers())
    looks.push_back(plan::look(*onlooker.network, seen, onlooker.wanted, {options.redirect_relu}));

  // From the objective to the taps it is autograd still: a handful of operators on few numbers.
  const at::AutoGradMode on(true);
  std::vector<net::Activations> leaves;
  variable_list inputs;
  for (const plan::Look& look : looks) {
    leaves.push_back(recording(look.activations));
    for (const auto& [name, leaf] : leaves.back()) inputs.push_back(leaf);
  }
  const at::Tensor value = objective.value(leaves.front(), std::span(leaves).subspan(1));
  variable_list at_taps = torch::autograd::grad({value}, inputs, {}, /*retain_graph=*/false,
                                                /*create_graph=*/false, /*allow_unused=*/true);
  const at::NoGradGuard frozen;
  at::Tensor of_seen;
  auto at_tap = at_taps.begin();
  for (std::size_t i = 0; i < looks.size(); ++i) {
    net::Activations incoming;
    for (const auto& [name, leaf] : leaves[i]) {
      if (at_tap->defined()) incoming[name] = std::move(*at_tap);
      ++at_tap;
    }
    if (incoming.empty()) continue;
    const at::Tensor part = looks[i].backward(incoming);
    of_seen = of_seen.defined() ? of_seen + part : part;
  }
  if (!of_seen.defined()) of_seen = at::zeros_like(seen);
  return {value.item<float>(), path.backward(of_seen), logits_of(looks.front().activations)};
}

}  // namespace birddream::dream
