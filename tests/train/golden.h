#pragma once

#include <ATen/ATen.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace birddream::train {

/// The formula of tests/golden/train.py.
inline at::Tensor wave(int count, double phase) {
  at::Tensor values = at::empty({count}, at::kFloat);
  for (int i = 0; i < count; ++i) values[i] = static_cast<float>(std::sin(1.7 * i + phase));
  return values;
}

inline const nlohmann::json& golden() {
  static const auto numbers = [] {
    std::ifstream file(BIRDDREAM_SOURCE_DIR "/tests/golden/train.json");
    return nlohmann::json::parse(file);
  }();
  return numbers;
}

}  // namespace birddream::train
