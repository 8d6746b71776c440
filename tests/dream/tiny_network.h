#pragma once

#include <ATen/ATen.h>

#include <memory>

#include "net/network.h"

namespace birddream::dream {

/// A network small enough to reason about: 3x3 convolution to 4 channels, ReLU ("features"), mean, linear to
/// 3 classes. `bias` shifts the convolution: very negative, every unit is dead.
class TinyNetwork final : public net::Network {
 public:
  explicit TinyNetwork(std::uint64_t seed = 1, float bias = 0) {
    const at::Generator generator = at::detail::createCPUGenerator(seed);
    kernel_ = at::randn({4, 3, 3, 3}, generator, at::kFloat);
    linear_ = at::randn({3, 4}, generator, at::kFloat);
    bias_ = at::full({4}, bias);
    taps_ = {{"features", 4}, {"logits", 3}};
  }

  std::span<const net::Tap> taps() const override { return taps_; }
  int classes() const override { return 3; }
  at::Device device() const override { return at::kCPU; }

  net::Activations forward(const at::Tensor& image, const std::set<std::string>& wanted,
                           net::ForwardOptions) const override {
    net::Activations found;
    const at::Tensor features = at::relu(at::conv2d(image - 0.5, kernel_, bias_, {1, 1}, {1, 1}));
    if (wanted.contains("features")) found["features"] = features;
    if (wanted.contains("logits")) found["logits"] = at::linear(features.mean({2, 3}), linear_);
    return found;
  }

 private:
  at::Tensor kernel_, linear_, bias_;
  std::vector<net::Tap> taps_;
};

inline std::shared_ptr<const net::Network> tiny(std::uint64_t seed = 1, float bias = 0) {
  return std::make_shared<TinyNetwork>(seed, bias);
}

}  // namespace birddream::dream
