#include "dream/optimiser.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace birddream::dream {
namespace {

constexpr double beta1 = 0.9;
constexpr double beta2 = 0.999;
constexpr double epsilon = 1e-8;
constexpr double cooled = 0.1;  // share of the learning rate left at the end of the cool-down

}  // namespace

double learning_rate_at(int step, const recipe::DreamParams& params) {
  if (params.cooldown <= 0) return params.learning_rate;
  const double done = static_cast<double>(step) / std::max(params.steps, 1);
  const double late = std::clamp((done - (1.0 - params.cooldown)) / params.cooldown, 0.0, 1.0);
  return params.learning_rate * (1.0 - (1.0 - cooled) * late);
}

at::Tensor Ascent::step(const at::Tensor& values, const at::Tensor& gradient, recipe::Optimiser kind,
                        double learning_rate) {
  switch (kind) {
    case recipe::Optimiser::sgd:
      return values + gradient * learning_rate;
    case recipe::Optimiser::sgd_normalised:
      return values + gradient * (learning_rate / gradient.abs().mean());
    case recipe::Optimiser::adam:
      break;
  }
  if (!first_.defined()) {
    first_ = at::zeros_like(values);
    second_ = at::zeros_like(values);
    steps_ = 0;
  }
  ++steps_;
  first_ = first_ * beta1 + gradient * (1.0 - beta1);
  second_ = second_ * beta2 + gradient * gradient * (1.0 - beta2);
  const double correction1 = 1.0 - std::pow(beta1, static_cast<double>(steps_));
  const double correction2 = 1.0 - std::pow(beta2, static_cast<double>(steps_));
  return values + first_ * (learning_rate / correction1) / ((second_ / correction2).sqrt() + epsilon);
}

void Ascent::reset() {
  *this = Ascent();
}

void Ascent::mirror(const std::function<at::Tensor(const at::Tensor&)>& mirror_values) {
  if (!first_.defined()) return;
  first_ = mirror_values(first_);
  second_ = mirror_values(second_).abs();  // a mirrored spectrum turns the sign of imaginary parts
}

}  // namespace birddream::dream
