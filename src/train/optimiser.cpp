#include "train/optimiser.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <cmath>
#include <numbers>

namespace birddream::train {
namespace {

constexpr double beta1 = 0.9, beta2 = 0.999, adam_epsilon = 1e-8;

}  // namespace

WeightOptimiser::WeightOptimiser(const net::StateDict& weights, const TrainParams& params,
                                 const std::string& head)
    : params_(params) {
  for (const auto& [name, weight] : weights) {
    if (!weight.requires_grad()) continue;
    Slot slot;
    slot.name = name;
    slot.weight = weight;
    slot.first = at::zeros_like(weight, weight.options().requires_grad(false));
    if (params.optimiser == Optimiser::adamw) slot.second = at::zeros_like(slot.first);
    slot.factor = name.starts_with(head + ".") ? params.head_factor : 1;
    slot.decay = weight.dim() > 1 ? params.weight_decay : 0;
    slots_.push_back(std::move(slot));
  }
}

double WeightOptimiser::rate_at(const TrainParams& params, double share) {
  if (params.schedule == Schedule::constant) return params.learning_rate;
  return params.learning_rate * 0.5 * (1 + std::cos(std::numbers::pi * std::clamp(share, 0.0, 1.0)));
}

void WeightOptimiser::step(double share) {
  const at::NoGradGuard no_grad;
  ++updates_;
  const double rate = rate_at(params_, share);
  for (Slot& slot : slots_) {
    if (!slot.weight.grad().defined()) continue;
    if (params_.optimiser == Optimiser::sgd) {
      sgd(slot, rate * slot.factor);
    } else {
      adamw(slot, rate * slot.factor);
    }
    slot.weight.mutable_grad().reset();
  }
}

void WeightOptimiser::sgd(Slot& slot, double rate) const {
  at::Tensor gradient = slot.weight.grad();
  if (slot.decay > 0) gradient.add_(slot.weight, slot.decay);
  if (params_.momentum > 0) {
    slot.first.mul_(params_.momentum).add_(gradient);
    gradient.add_(slot.first, params_.momentum);  // Nesterov: a look ahead
  }
  slot.weight.add_(gradient, -rate);
}

void WeightOptimiser::adamw(Slot& slot, double rate) const {
  const at::Tensor& gradient = slot.weight.grad();
  slot.weight.mul_(1 - rate * slot.decay);
  slot.first.mul_(beta1).add_(gradient, 1 - beta1);
  slot.second.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
  const auto n = static_cast<double>(updates_);
  const at::Tensor scale = (slot.second / (1 - std::pow(beta2, n))).sqrt_().add_(adam_epsilon);
  slot.weight.addcdiv_(slot.first, scale, -rate / (1 - std::pow(beta1, n)));
}

std::vector<at::Tensor> WeightOptimiser::gradients() const {
  std::vector<at::Tensor> gradients;
  for (const Slot& slot : slots_) {
    if (slot.weight.grad().defined()) gradients.push_back(slot.weight.grad());
  }
  return gradients;
}

net::StateDict WeightOptimiser::state() const {
  net::StateDict state;
  for (const Slot& slot : slots_) {
    state[slot.name + ".first"] = slot.first;
    if (slot.second.defined()) state[slot.name + ".second"] = slot.second;
  }
  return state;
}

bool WeightOptimiser::restore(const net::StateDict& state, std::int64_t updates) {
  const net::StateDict own = this->state();
  if (own.size() != state.size()) return false;
  for (const auto& [name, tensor] : own) {
    const auto found = state.find(name);
    if (found == state.end() || found->second.sizes() != tensor.sizes()) return false;
  }
  const at::NoGradGuard no_grad;
  for (const auto& [name, tensor] : own) tensor.copy_(state.at(name));
  updates_ = updates;
  return true;
}

}  // namespace birddream::train
