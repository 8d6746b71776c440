#pragma once

#include <memory>
#include <optional>

#include "net/network.h"
#include "plan/plan_pool.h"

namespace birddream::plan {

/// The same network, run by plans of the pool: several times faster on the CPU, the same gradients but for
/// rounding. Where a plan cannot serve it runs as it is: redirected ReLU, training, dropout, a picture that
/// is not float32 on the CPU, a network without graph() (then `network` itself is returned).
///
/// As with any network, activations may be kept, and several forward passes may wait for their backward at a
/// time, on one thread or many: each holds a plan of its own until its activations and what was computed of
/// them are gone. The gradient has no graph of its own (no second derivatives).
std::shared_ptr<const net::Network> make_fast(std::shared_ptr<const net::Network> network,
                                              std::shared_ptr<PlanPool> pool);
/// With a pool of its own; `network` itself without a precision.
std::shared_ptr<const net::Network> make_fast(std::shared_ptr<const net::Network> network,
                                              std::optional<Precision> precision);

}  // namespace birddream::plan
