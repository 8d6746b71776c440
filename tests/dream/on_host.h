#pragma once

#include <ATen/ATen.h>
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "dream/dreams.h"
#include "gpu/host_device/host_device.h"
#include "gpu/on_device.h"
#include "net/layers.h"

namespace birddream::dream {

/// A network of layers that halves hardly hurt, so that all else of a step can be compared closely.
class Shallow final : public net::Network {
 public:
  /// `gain`: of the layer looked at; 1e5 takes it beyond what halves hold.
  explicit Shallow(double gain = 1) {
    const at::Generator generator = at::detail::createCPUGenerator(3);
    weight_ = at::randn({16, 3, 3, 3}, generator, at::kFloat) * (0.3 * gain);
    bias_ = at::rand({16}, generator, at::kFloat) * 0.2;
    last_ = at::randn({10, 16}, generator, at::kFloat);
    taps_ = {{"features", 16}, {"logits", 10}};
  }
  std::span<const net::Tap> taps() const override { return taps_; }
  int classes() const override { return 10; }
  at::Device device() const override { return at::kCPU; }
  net::Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                           net::ForwardOptions options) const override {
    net::Activations found;
    const at::Tensor x =
        net::relu(at::conv2d(image * 2 - 1, weight_, bias_, {2, 2}, {1, 1}), options.redirect_relu);
    if (wanted.contains("features")) found["features"] = x;
    if (wanted.contains("logits"))
      found["logits"] = at::linear(x.mean({2, 3}), last_, bias_.narrow(0, 0, 10));
    return found;
  }
  std::optional<net::Graph> graph() const override {
    using Op = net::Graph::Op;
    net::Graph graph;
    graph.scale.fill(2);
    graph.shift.fill(-1);
    const int x = graph.add({Op::convolution, {graph.add({})}, "features", weight_, bias_, 2, {1, 1}});
    graph.add({Op::linear, {graph.add({Op::global_mean, {x}})}, "logits", last_, bias_.narrow(0, 0, 10)});
    return graph;
  }

 private:
  at::Tensor weight_, bias_, last_;
  std::vector<net::Tap> taps_;
};

/// The GPU's kernels on host memory.
inline std::shared_ptr<const gpu::Device> host() {
  static const std::shared_ptr<const gpu::Device> device = gpu::Device::open(BIRDDREAM_HOST_DEVICE).value();
  return device;
}
/// Its faults.
inline HostDevice& knobs() {
  static void* const library = dlopen(BIRDDREAM_HOST_DEVICE, RTLD_NOW);
  return *reinterpret_cast<HostDevice* (*)()>(dlsym(library, "host_device"))();
}

/// A small dream that both ways grow alike.
inline recipe::DreamParams params_of(const std::function<void(recipe::DreamParams&)>& change) {
  recipe::DreamParams params;
  params.width = 70;
  params.height = 64;
  params.targets[0].species = std::string("4");
  params.redirect_relu_steps = 2;
  params.spectrum_noise = 0.1F;
  params.spectrum_decay = 1.2F;
  params.contrast = 1.4F;
  params.optimiser = recipe::Optimiser::sgd_normalised;
  params.learning_rate = 0.0005F;  // of the mean gradient; low frequencies have a thousand times it
  change(params);
  return params;
}

/// Leaves the device sound for the next.
class OnHost : public testing::Test {
 protected:
  void TearDown() override { knobs().fault = HostFault::none; }
};

}  // namespace birddream::dream
