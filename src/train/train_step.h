#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <span>

#include "data/batch.h"
#include "net/network.h"
#include "train/optimiser.h"
#include "train/ranks.h"
#include "train/train_params.h"

namespace birddream::train {

/// What one step saw.
struct StepResult {
  double loss = 0;
  int right = 0;  ///< pictures named right, as they were shown (attacked, mixed)
  int count = 0;
};

/// What a step works on; all outlive it.
struct StepContext {
  const TrainParams& params;
  const net::Network& network;
  std::span<const std::shared_ptr<const net::Network>> teachers;  ///< empty: none
  const at::Tensor& prior;  ///< added to the logits in the loss, one value a class; undefined: none
  WeightOptimiser& optimiser;
  Ranks& ranks;
  /// BatchNorm's running statistics, which a step moves: averaged over the ranks with the gradients, so that
  /// all hold the same weights after every step. They are then what each rank's own would have on average.
  std::span<const at::Tensor> statistics = {};
};

/// One update. A pure function of the weights, the optimiser's state, the batch, the seed and `step`.
/// `share`: of the training that is done, 0..1.
StepResult train_step(const StepContext& context, data::Batch& batch, std::int64_t step, double share);

}  // namespace birddream::train
