#pragma once

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <string>

#include "net/weights.h"

namespace birddream::dream {

/// Numbers made by tests/golden/dream.py.
inline at::Tensor golden(const std::string& name) {
  static const auto file = net::load_weights(BIRDDREAM_SOURCE_DIR "/tests/golden/dream.safetensors");
  EXPECT_TRUE(file.ok()) << (file.ok() ? "" : file.error().message);
  return file->tensors.at(name);
}

inline void expect_close(const at::Tensor& actual, const at::Tensor& expected, double tolerance) {
  ASSERT_EQ(actual.sizes(), expected.sizes());
  EXPECT_LE((actual - expected).abs().max().item<double>(), tolerance);
}

}  // namespace birddream::dream
