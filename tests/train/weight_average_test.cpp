#include "train/weight_average.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace birddream::train {
namespace {

net::StateDict at_value(float value) {
  return {{"a.weight", at::full({2, 3}, value)}};
}
float value_of(const WeightAverage& average) {
  return average.values().at("a.weight").flatten()[0].item<float>();
}

TEST(WeightAverage, BeginsAtACopy) {
  const net::StateDict weights = at_value(1);
  const WeightAverage average(weights, 0.9);
  weights.at("a.weight").fill_(5);
  EXPECT_EQ(value_of(average), 1);
}

TEST(WeightAverage, FollowsTheFormulaAndForgetsTheStartFast) {
  WeightAverage average(at_value(0), 0.9);
  average.add(at_value(1), 1);  // d = 2/11
  EXPECT_NEAR(value_of(average), 9.0 / 11, 1e-6);
  average.add(at_value(2), 1000);  // d = 0.9
  EXPECT_NEAR(value_of(average), 0.9 * 9.0 / 11 + 0.2, 1e-6);
}

TEST(WeightAverage, GoesOnFromSavedValuesThatFit) {
  WeightAverage average(at_value(0), 0.9);
  EXPECT_TRUE(average.restore(at_value(3)));
  EXPECT_EQ(value_of(average), 3);
  EXPECT_FALSE(average.restore({}));
  EXPECT_FALSE(average.restore({{"a.weight", at::zeros({3, 2})}}));
  EXPECT_FALSE(average.restore({{"b.weight", at::zeros({2, 3})}}));
  EXPECT_EQ(value_of(average), 3);
}

}  // namespace
}  // namespace birddream::train
