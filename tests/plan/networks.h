#pragma once

#include <ATen/ATen.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <string>

#include "net/network.h"
#include "net/weights.h"

namespace birddream::plan {

inline constexpr int classes = 20;

inline std::shared_ptr<const net::Network> random_network(const std::string& architecture,
                                                          std::uint64_t seed = 1) {
  return net::make_network(architecture, net::random_weights(architecture, classes, seed).value(), at::kCPU)
      .value();
}

/// The last checkpoint of the bird series that comes with the program.
inline std::shared_ptr<const net::Network> trained_network() {
  static const auto network = [] {
    const auto file = std::filesystem::path(BIRDDREAM_SOURCE_DIR) / "assets/birds/full-12.safetensors";
    return net::make_network("googlenet", net::load_weights(file).value().tensors, at::kCPU).value();
  }();
  return network;
}

inline at::Tensor pictures(int n, int h, int w) {
  at::Generator generator = at::detail::createCPUGenerator(7);
  const at::Tensor coarse = at::rand({n, 3, h / 8 + 2, w / 8 + 2}, generator);
  return at::upsample_bilinear2d(coarse, {h, w}, false) * 0.8 + at::rand({n, 3, h, w}, generator) * 0.2;
}

}  // namespace birddream::plan
