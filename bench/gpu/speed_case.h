#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "gpu/dream_step.h"
#include "net/network.h"

namespace birddream::bench {

/// A network dreaming at a size, named ARCHITECTURE_SIDE ("googlenet_128"): what the GPU's step is checked
/// and timed with. Errors are thrown as std::runtime_error.
class SpeedCase {
 public:
  /// Trained weights where some ship, random ones for the others; written as FOLDER/ARCHITECTURE.safetensors
  /// for Python's ways.
  SpeedCase(std::shared_ptr<const gpu::Device> device, const std::string& name,
            const std::filesystem::path& folder);

  const std::string& name() const { return name_; }
  int side() const { return side_; }
  const std::shared_ptr<const gpu::Device>& device() const { return device_; }
  const net::Network& network() const { return *network_; }
  const std::shared_ptr<const net::Graph>& graph() const { return graph_; }

  gpu::StepShape shape(bool fourier) const { return {side_, side_, 0, fourier}; }
  /// A dream's step that has begun: a spectrum, decoded.
  std::unique_ptr<gpu::DreamStep> begin() const;
  /// What step `number` of a dream is asked to do: other numbers each time, as when sliders move.
  static cuda::StepBlock order(int number);
  /// One step of rate 1 that climbs the class neuron through an unmoved view: what is added is the gradient.
  static cuda::StepBlock plain_climb();

  static constexpr int goal = 130;  ///< class

 private:
  std::shared_ptr<const gpu::Device> device_;
  std::string name_;
  int side_ = 0;
  std::shared_ptr<const net::Network> network_;
  std::shared_ptr<const net::Graph> graph_;
};

/// The value, or its error thrown.
template <class T>
T expect(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(result).value();
}
inline void expect(const Status& status) {
  if (!status) throw std::runtime_error(status.error().message);
}

}  // namespace birddream::bench
