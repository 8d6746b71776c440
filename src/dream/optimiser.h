#pragma once

#include <ATen/core/Tensor.h>

#include <functional>

#include "dream/picture_kernels.h"
#include "recipe/params.h"

namespace birddream::dream {

/// The learning rate of step number `step` (0-based), cool-down included.
double learning_rate_at(int step, const recipe::DreamParams& params);

/// Adam's learning rate over the first moment's correction, and one over the second's, in step `steps` (from
/// 1).
AdamRates adam_rates(double learning_rate, std::int64_t steps);

/// Turns a gradient into a step uphill. Keeps Adam's moments across steps, parameter changes and checkpoints;
/// `reset` when the values change their meaning (another size or parametrisation).
class Ascent {
 public:
  /// The values after the step; the arguments stay as they are.
  ///   sgd:             x + lr g
  ///   sgd_normalised:  x + lr g / mean|g|                               (google/deepdream, 2015)
  ///   adam:            betas 0.9, 0.999, eps 1e-8, bias corrected       (Kingma and Ba 2015)
  at::Tensor step(const at::Tensor& values, const at::Tensor& gradient, recipe::Optimiser kind,
                  double learning_rate);

  /// The same in one pass, for contiguous float32 on the CPU. mean_magnitude: mean|g|. False where a number
  /// of the result is not finite.
  bool step_fused(const at::Tensor& values, const at::Tensor& gradient, double mean_magnitude,
                  recipe::Optimiser kind, double learning_rate, at::Tensor& next);

  void reset();
  /// Adam's moments and the steps that made them; undefined before the first. For a step done elsewhere.
  struct Moments {
    at::Tensor first, second;
    std::int64_t steps = 0;
  };
  Moments moments() const { return {first_, second_, steps_}; }
  void set_moments(const Moments& moments);
  /// The moments follow when the values are mirrored.
  void mirror(const std::function<at::Tensor(const at::Tensor&)>& mirror_values);

 private:
  void begin(const at::Tensor& values);

  at::Tensor first_;  // moments; undefined until Adam's first step
  at::Tensor second_;
  std::int64_t steps_ = 0;
};

}  // namespace birddream::dream
