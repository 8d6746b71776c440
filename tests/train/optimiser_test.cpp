#include "train/optimiser.h"

#include <gtest/gtest.h>

#include "train/golden.h"

namespace birddream::train {
namespace {

net::StateDict weights() {
  return {{"matrix.weight", wave(6, 0.1).reshape({2, 3}).requires_grad_(true)},
          {"matrix.bias", wave(3, 0.2).requires_grad_(true)},
          {"frozen", at::ones({2})}};
}

void set_gradients(net::StateDict& weights, int step) {
  weights.at("matrix.weight").mutable_grad() = wave(6, 1.0 + step).reshape({2, 3});
  weights.at("matrix.bias").mutable_grad() = wave(3, 2.0 + step);
}

TrainParams constant_rate() {
  TrainParams params;
  params.schedule = Schedule::constant;
  params.learning_rate = 0.1;
  params.head_factor = 1;
  return params;
}

void expect_golden(const TrainParams& params, const char* key) {
  net::StateDict moving = weights();
  WeightOptimiser optimiser(moving, params, "head");
  for (int step = 0; step < 5; ++step) {
    set_gradients(moving, step);
    optimiser.step(0);
  }
  const at::Tensor all = at::cat({moving.at("matrix.weight").flatten(), moving.at("matrix.bias")});
  const auto wanted = golden().at(key).get<std::vector<float>>();
  ASSERT_EQ(all.numel(), static_cast<std::int64_t>(wanted.size()));
  for (std::size_t i = 0; i < wanted.size(); ++i)
    EXPECT_NEAR(all[static_cast<std::int64_t>(i)].item<float>(), wanted[i], 2e-6) << key << " " << i;
}

TEST(WeightOptimiser, MatchesPyTorch) {
  TrainParams params = constant_rate();
  params.weight_decay = 0.01;
  expect_golden(params, "sgd_nesterov");
  params.optimiser = Optimiser::adamw;
  expect_golden(params, "adamw");
  params = constant_rate();
  params.momentum = params.weight_decay = 0;
  expect_golden(params, "sgd_plain");
}

TEST(WeightOptimiser, TheLastLayerLearnsFaster) {
  net::StateDict moving = weights();
  TrainParams params = constant_rate();
  params.momentum = params.weight_decay = 0;
  params.head_factor = 3;
  WeightOptimiser optimiser(moving, params, "matrix");
  const at::Tensor before = moving.at("matrix.bias").detach().clone();
  set_gradients(moving, 0);
  optimiser.step(0);
  EXPECT_TRUE(at::allclose(moving.at("matrix.bias").detach(), before - 0.3 * wave(3, 2.0)));
  EXPECT_FALSE(moving.at("matrix.bias").grad().defined());
}

TEST(WeightOptimiser, CosineGoesFromFullToNothing) {
  TrainParams params;
  params.learning_rate = 0.2;
  EXPECT_DOUBLE_EQ(WeightOptimiser::rate_at(params, 0), 0.2);
  EXPECT_NEAR(WeightOptimiser::rate_at(params, 0.5), 0.1, 1e-12);
  EXPECT_NEAR(WeightOptimiser::rate_at(params, 1), 0, 1e-12);
  params.schedule = Schedule::constant;
  EXPECT_DOUBLE_EQ(WeightOptimiser::rate_at(params, 0.9), 0.2);
}

TEST(WeightOptimiser, GoesOnFromItsSavedState) {
  for (const Optimiser kind : {Optimiser::sgd, Optimiser::adamw}) {
    TrainParams params = constant_rate();
    params.optimiser = kind;
    net::StateDict moving = weights();
    WeightOptimiser first(moving, params, "head");
    for (int step = 0; step < 3; ++step) {
      set_gradients(moving, step);
      first.step(0);
    }
    net::StateDict copy, saved;
    for (const auto& [name, tensor] : moving)
      copy[name] = tensor.detach().clone().requires_grad_(tensor.requires_grad());
    for (const auto& [name, tensor] : first.state()) saved[name] = tensor.clone();
    WeightOptimiser second(copy, params, "head");
    ASSERT_TRUE(second.restore(saved, first.updates()));
    set_gradients(moving, 3);
    set_gradients(copy, 3);
    first.step(0);
    second.step(0);
    for (const auto& [name, tensor] : moving) EXPECT_TRUE(at::equal(tensor, copy.at(name))) << name;
    saved.erase(saved.begin());
    EXPECT_FALSE(second.restore(saved, 3));
  }
}

}  // namespace
}  // namespace birddream::train
