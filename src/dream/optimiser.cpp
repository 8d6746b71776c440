#include "dream/optimiser.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "dream/picture_kernels.h"
#include "plan/parallel.h"

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

AdamRates adam_rates(double learning_rate, std::int64_t steps) {
  const auto count = static_cast<double>(steps);
  return {static_cast<float>(learning_rate / (1.0 - std::pow(beta1, count))),
          static_cast<float>(1.0 / (1.0 - std::pow(beta2, count)))};
}

void Ascent::set_moments(const Moments& moments) {
  first_ = moments.first;
  second_ = moments.second;
  steps_ = moments.steps;
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
  begin(values);
  first_ = first_ * beta1 + gradient * (1.0 - beta1);
  second_ = second_ * beta2 + gradient * gradient * (1.0 - beta2);
  const double correction1 = 1.0 - std::pow(beta1, static_cast<double>(steps_));
  const double correction2 = 1.0 - std::pow(beta2, static_cast<double>(steps_));
  return values + first_ * (learning_rate / correction1) / ((second_ / correction2).sqrt() + epsilon);
}

void Ascent::begin(const at::Tensor& values) {
  if (!first_.defined()) {
    first_ = at::zeros_like(values);
    second_ = at::zeros_like(values);
    steps_ = 0;
  }
  ++steps_;
}

bool Ascent::step_fused(const at::Tensor& values, const at::Tensor& gradient, double mean_magnitude,
                        recipe::Optimiser kind, double learning_rate, at::Tensor& next) {
  next = at::empty_like(values);
  const auto* const x = values.const_data_ptr<float>();
  const auto* const g = gradient.const_data_ptr<float>();
  auto* const y = next.mutable_data_ptr<float>();
  float *first = nullptr, *second = nullptr;
  AdamRates adam;
  if (kind == recipe::Optimiser::adam) {
    begin(values);
    first_ = first_.contiguous();
    second_ = second_.contiguous();
    first = first_.mutable_data_ptr<float>();
    second = second_.mutable_data_ptr<float>();
    adam = adam_rates(learning_rate, steps_);
  }
  const auto rate = static_cast<float>(
      kind == recipe::Optimiser::sgd_normalised ? learning_rate / mean_magnitude : learning_rate);
  constexpr long stretch = 1024;
  const long all = values.numel();
  std::atomic<bool> finite{true};
  plan::parallel_rows((all + stretch - 1) / stretch, all, [&](long begin, long end) {
    const long from = begin * stretch, n = std::min(end * stretch, all) - from;
    const PictureKernels& kernels = picture_kernels();
    const bool good = first == nullptr
                          ? kernels.climb(x + from, g + from, rate, y + from, n)
                          : kernels.adam(x + from, g + from, first + from, second + from, adam, y + from, n);
    if (!good) finite = false;
  });
  return finite;
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
