#include "train/precision.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace birddream::train {
namespace {

at::ScalarType type_of_a_product() {
  return at::linear(at::ones({2, 3}), at::ones({4, 3})).scalar_type();
}

TEST(Precision, IsBfloat16InItsScopeOnItsDevice) {
  {
    const Bfloat16Scope on(at::kCPU, true);
    EXPECT_EQ(type_of_a_product(), at::kBFloat16);
  }
  EXPECT_EQ(type_of_a_product(), at::kFloat);
  const Bfloat16Scope off(at::kCPU, false);
  EXPECT_EQ(type_of_a_product(), at::kFloat);
  const Bfloat16Scope elsewhere(at::kCUDA, true);
  EXPECT_EQ(type_of_a_product(), at::kFloat);
}

TEST(Precision, OnAGpuNobodyKnowsWhetherItPays) {
  EXPECT_FALSE(has_fast_bfloat16(at::kCUDA));
}

}  // namespace
}  // namespace birddream::train
