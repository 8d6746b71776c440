#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "net/network.h"
#include "plan/plan_pool.h"

namespace birddream::plan {

/// The same network, run by plans of the pool: several times faster on the CPU, the same gradients but for
/// rounding. Where a plan cannot serve it runs as it is: training, dropout, a picture that is not float32
/// on the CPU, a network without graph() (then `network` itself is returned).
///
/// As with any network, activations may be kept, and several forward passes may wait for their backward at a
/// time, on one thread or many: each holds a plan of its own until its activations and what was computed of
/// them are gone. The gradient has no graph of its own (no second derivatives).
std::shared_ptr<const net::Network> make_fast(std::shared_ptr<const net::Network> network,
                                              std::shared_ptr<PlanPool> pool);
/// With a pool of its own; `network` itself without a precision.
std::shared_ptr<const net::Network> make_fast(std::shared_ptr<const net::Network> network,
                                              std::optional<Precision> precision);

/// One look of a network at a picture, with the way back.
struct Look {
  net::Activations activations;  ///< without a graph
  /// The gradient with respect to the image, from gradients at one or more of the activations (shaped as
  /// they are). May be called again.
  std::function<at::Tensor(const net::Activations& gradients)> backward;
};

/// Without autograd where make_fast()'s network has a plan for it, else by autograd.
Look look(const net::Network& network, const at::Tensor& image, const std::set<std::string>& wanted,
          net::ForwardOptions options = {});

/// Whether the network is make_fast()'s.
bool is_fast(const net::Network& network);

}  // namespace birddream::plan
