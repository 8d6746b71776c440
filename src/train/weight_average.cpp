#include "train/weight_average.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

namespace birddream::train {

WeightAverage::WeightAverage(const net::StateDict& weights, double decay) : decay_(decay) {
  for (const auto& [name, weight] : weights) values_[name] = weight.detach().clone();
}

void WeightAverage::add(const net::StateDict& weights, std::int64_t updates) {
  const at::NoGradGuard no_grad;
  const auto n = static_cast<double>(updates);
  const double decay = std::min(decay_, (1 + n) / (10 + n));
  for (auto& [name, value] : values_) value.lerp_(weights.at(name), 1 - decay);
}

bool WeightAverage::restore(const net::StateDict& values) {
  if (values.size() != values_.size()) return false;
  for (const auto& [name, value] : values_) {
    const auto found = values.find(name);
    if (found == values.end() || found->second.sizes() != value.sizes()) return false;
  }
  for (auto& [name, value] : values_) value.copy_(values.at(name));
  return true;
}

}  // namespace birddream::train
