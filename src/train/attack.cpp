#include "train/attack.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <torch/autograd.h>

#include "train/loss.h"

namespace birddream::train {
namespace {

constexpr double smallest_norm = 1e-12;

at::Tensor norms(const at::Tensor& images) {
  return images.flatten(1).norm(2, 1).clamp_min(smallest_norm).view({-1, 1, 1, 1});
}

/// Uniform in the ball of radius 1: a direction from normals, a radius from U^(1/d). In so many dimensions
/// the radius is all but always 1; a uniform radius explores the inside too.
at::Tensor random_start(const at::Tensor& images) {
  const at::Tensor direction = at::randn_like(images, at::MemoryFormat::Contiguous);
  return direction / norms(direction) * at::rand({images.size(0), 1, 1, 1}, images.options());
}

}  // namespace

at::Tensor attacked(const net::Network& network, const at::Tensor& images, const at::Tensor& species,
                    const Attack& attack) {
  const double length = attack.steps == 1 ? 1.25 * attack.eps : 2.5 * attack.eps / attack.steps;
  const std::string tap(net::logits_tap);
  at::Tensor offset;
  {
    const at::NoGradGuard no_grad;
    offset = random_start(images) * attack.eps;
  }
  for (int i = 0; i < attack.steps; ++i) {
    const at::Tensor moved = (images + offset).clamp(0, 1).detach().requires_grad_(true);
    const at::AutoGradMode with_grad(true);
    const at::Tensor loss = cross_entropy(network.forward(moved, {tap}).at(tap), species, 0);
    const at::Tensor gradient = torch::autograd::grad({loss}, {moved})[0];
    const at::NoGradGuard no_grad;
    offset = offset + gradient / norms(gradient) * length;
    offset = offset * (attack.eps / norms(offset)).clamp_max(1);
  }
  const at::NoGradGuard no_grad;
  return (images + offset).clamp(0, 1);
}

}  // namespace birddream::train
