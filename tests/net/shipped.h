#pragma once

#include <filesystem>

#include "net/network.h"
#include "net/weights.h"

namespace birddream::net {

/// The weights that come with the program; read once for all tests.
inline const Weights& shipped_weights() {
  static const Weights weights =
      load_weights(std::filesystem::path(BIRDDREAM_SOURCE_DIR) / "assets/imagenet/googlenet.safetensors")
          .value();
  return weights;
}

inline const Network& shipped_network() {
  static const auto network = make_network("googlenet", shipped_weights().tensors, at::kCPU).value();
  return *network;
}

}  // namespace birddream::net
