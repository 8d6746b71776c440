#include "dream/look.h"

#include <ATen/ATen.h>
#include <torch/autograd.h>

#include "plan/fast_network.h"

namespace birddream::dream {
namespace {

at::Tensor logits_of(const net::Activations& activations) {
  const auto found = activations.find(std::string(net::logits_tap));
  return found == activations.end() ? at::Tensor() : found->second.detach();
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

  std::vector<net::Activations> others;
  for (std::size_t i = 1; i < looks.size(); ++i) others.push_back(looks[i].activations);
  const Objective::Climb climb = objective.climb(looks.front().activations, others);
  at::Tensor of_seen;
  for (std::size_t i = 0; i < looks.size(); ++i) {
    if (climb.gradients[i].empty()) continue;
    const at::Tensor part = looks[i].backward(climb.gradients[i]);
    of_seen = of_seen.defined() ? of_seen + part : part;
  }
  return {climb.value, path.backward(of_seen), logits_of(looks.front().activations)};
}

}  // namespace birddream::dream
