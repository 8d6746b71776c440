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

/// The graph ends at the image: a tile's memory is free again before the next one is seen.
Glance glance_plainly(const net::Network& network, const Objective& objective, const at::Tensor& image,
                      bool redirect_relu) {
  const at::Tensor seen = image.detach().requires_grad_(true);
  const auto activations = network.forward(seen, objective.wanted(), {redirect_relu});
  std::vector<net::Activations> others;
  for (const Onlooker& onlooker : objective.onlookers())
    others.push_back(onlooker.network->forward(seen, onlooker.wanted, {redirect_relu}));
  const at::Tensor value = objective.value(activations, others);
  const auto gradient = torch::autograd::grad({value}, {seen}, {}, /*retain_graph=*/false)[0];
  return {value.item<double>(), gradient, logits_of(activations)};
}

Glance glance_fast(const net::Network& network, const Objective& objective, const at::Tensor& seen,
                   bool redirect_relu) {
  std::vector<plan::Look> looks;  // the dream's own, then the onlookers'
  looks.push_back(plan::look(network, seen, objective.wanted(), {redirect_relu}));
  for (const Onlooker& onlooker : objective.onlookers())
    looks.push_back(plan::look(*onlooker.network, seen, onlooker.wanted, {redirect_relu}));

  std::vector<net::Activations> others;
  for (std::size_t i = 1; i < looks.size(); ++i) others.push_back(looks[i].activations);
  const Objective::Climb climb = objective.climb(looks.front().activations, others);
  at::Tensor of_seen;
  for (std::size_t i = 0; i < looks.size(); ++i) {
    if (climb.gradients[i].empty()) continue;
    const at::Tensor part = looks[i].backward(climb.gradients[i]);
    of_seen = of_seen.defined() ? of_seen + part : part;
  }
  return {climb.value, of_seen, logits_of(looks.front().activations)};
}

}  // namespace

Looked look_plainly(const net::Network& network, const Objective& objective, const at::Tensor& values,
                    const at::Tensor& decoded, const LookOptions& options) {
  const at::AutoGradMode on(true);
  const at::Tensor seen = apply_view(decoded, options.view, options.border, options.pad);
  const Glance glance = see_in_tiles(seen.detach(), options.tiles, [&](const at::Tensor& tile) {
    return glance_plainly(network, objective, tile, options.redirect_relu);
  });
  Looked looked;
  looked.reached = static_cast<float>(glance.value);
  looked.logits = glance.scores;
  looked.gradient.values =
      torch::autograd::grad({seen}, {values}, {glance.gradient}, /*retain_graph=*/false)[0];
  looked.gradient.norm = looked.gradient.values.norm().item<float>();
  looked.gradient.mean_magnitude = looked.gradient.values.abs().mean().item<float>();
  return looked;
}

Looked look_fast(const net::Network& network, const Objective& objective, PicturePath& path,
                 const LookOptions& options) {
  const at::Tensor& seen = path.show(options.view, options.border, options.pad);
  const Glance glance = see_in_tiles(seen, options.tiles, [&](const at::Tensor& tile) {
    return glance_fast(network, objective, tile, options.redirect_relu);
  });
  return {static_cast<float>(glance.value), path.backward(glance.gradient), glance.scores};
}

}  // namespace birddream::dream
