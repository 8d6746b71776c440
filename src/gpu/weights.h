#pragma once

#include <list>
#include <memory>
#include <vector>

#include "gpu/launches.h"
#include "net/graph.h"

namespace birddream::gpu {

/// How many lots hold so many channels, in channels.
inline int in_lots(std::int64_t channels) {
  return static_cast<int>((channels + cuda::lot - 1) / cuda::lot * cuda::lot);
}

/// A network's numbers on the device: kernels in halves, height x width x in x out, biases as floats,
/// channels filled up to lots with zeros. The place stays when the numbers change, so that graphs of kernels
/// live on. Numbers of checkpoints seen before are kept (in halves), so that going back to one, or mixing
/// two, costs the device a copy.
class Weights {
 public:
  /// `like`: a graph with the shapes. Throws Failure.
  Weights(std::shared_ptr<const Device> device, const net::Graph& like);

  /// In order with everything else on the device. Throws Failure.
  void set(const net::GraphBlend& blend);

  const cuda::Half* kernel(int node) const { return halves_ + place(node).half; }
  const float* bias(int node) const { return place(node).biased ? floats_ + place(node).number : nullptr; }

 private:
  struct Place {
    std::size_t half = 0, number = 0;
    bool biased = false;
  };
  struct Resident {
    std::weak_ptr<const net::Graph> graph;
    Memory halves, floats;
  };
  const Place& place(int node) const { return places_[static_cast<std::size_t>(node)]; }
  const Resident& resident(const std::shared_ptr<const net::Graph>& graph);
  Resident packed(const std::shared_ptr<const net::Graph>& graph) const;

  std::shared_ptr<const Device> device_;
  std::vector<Place> places_;
  std::size_t half_count_ = 0, float_count_ = 0;
  Arena arena_;
  cuda::Half* halves_ = nullptr;
  float* floats_ = nullptr;
  std::list<Resident> residents_;  // the one used last in front
};

}  // namespace birddream::gpu
