#pragma once

#include <string>
#include <vector>

#include "net/network.h"
#include "train/train_params.h"

namespace birddream::train {

/// Moves weights against their gradients. SGD with Nesterov momentum (Sutskever et al. 2013, in PyTorch's
/// form) or AdamW (Loshchilov and Hutter 2019, betas 0.9 and 0.999). Its state has names, so that it can be
/// saved.
class WeightOptimiser {
 public:
  /// Takes the tensors of `weights` that require gradients. `head`: names beginning with it learn
  /// `params.head_factor` times faster.
  WeightOptimiser(const net::StateDict& weights, const TrainParams& params, const std::string& head);

  /// One update by the tensors' grads, which are cleared. `share`: of the training that is done, 0..1, for
  /// the schedule.
  void step(double share);

  /// The gradients, for averaging between processes.
  std::vector<at::Tensor> gradients() const;

  /// Momentum and the like by name, shared, and the number of updates done (AdamW's bias correction).
  net::StateDict state() const;
  std::int64_t updates() const { return updates_; }
  /// Continues from a saved state; false if names or shapes differ.
  bool restore(const net::StateDict& state, std::int64_t updates);

  /// The trunk's learning rate at that share of the training.
  static double rate_at(const TrainParams& params, double share);

 private:
  struct Slot {
    std::string name;
    at::Tensor weight;
    at::Tensor first;   ///< momentum, or AdamW's mean
    at::Tensor second;  ///< AdamW's mean square; undefined for SGD
    double factor = 1;
    double decay = 0;
  };
  void sgd(Slot& slot, double rate) const;
  void adamw(Slot& slot, double rate) const;

  TrainParams params_;
  std::vector<Slot> slots_;
  std::int64_t updates_ = 0;
};

}  // namespace birddream::train
