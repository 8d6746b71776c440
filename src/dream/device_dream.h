#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dream/objective.h"
#include "dream/optimiser.h"
#include "dream/picture_codec.h"
#include "dream/view.h"
#include "gpu/dream_step.h"
#include "net/network.h"

namespace birddream::dream {

/// What a step on a device is asked to do besides what the parameters say.
struct DeviceOrder {
  View view;
  bool redirect_relu = false;
  double learning_rate = 0;
  float sigma = 0;      ///< of the blur, px
  bool mirror = false;  ///< turn the picture itself
};

/// A dream's values while they live on a GPU. They go there and come home on demand: what a device cannot do
/// (objectives with photos or other checkpoints, zoom, octaves, another parametrisation) is done at home.
class DeviceDream {
 public:
  explicit DeviceDream(std::shared_ptr<const gpu::Device> device) : device_(std::move(device)) {}

  /// Whether steps towards this objective can be done there.
  static bool serves(const Objective& objective);

  bool holds() const { return holds_; }
  /// From now on it holds them. Error: the device's reason; then it does not.
  Status take(const at::Tensor& values, const Ascent::Moments& moments, Size size,
              const std::shared_ptr<const net::Network>& network, const recipe::DreamParams& params);
  struct Home {
    at::Tensor values;
    Ascent::Moments moments;
  };
  /// It holds them no longer.
  Result<Home> come_home();
  /// A picture of `size` with that margin is what it holds, or would need other memory.
  bool fits(Size size, const recipe::DreamParams& params) const;

  /// One step of what it holds; the values stay where the result is not good or lost.
  Result<gpu::DreamStep::Outcome> step(const std::shared_ptr<const net::Network>& network,
                                       const Objective& objective, const recipe::DreamParams& params,
                                       const DeviceOrder& order);
  /// As it stands; the same until the next step.
  Result<gpu::DreamStep::Picture> picture();
  /// Why steps are not graphs; empty where they are.
  std::string why_no_graph() const { return step_ ? step_->why_no_graph() : ""; }

 private:
  Status use(const std::shared_ptr<const net::Network>& network);

  std::shared_ptr<const gpu::Device> device_;
  std::unique_ptr<gpu::DreamStep> step_;
  std::shared_ptr<const net::Network> network_;  // whose weights are there
  bool holds_ = false;
  std::int64_t adam_steps_ = 0;
  std::optional<gpu::DreamStep::Picture> picture_;
};

}  // namespace birddream::dream
