#include "net/layers.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

namespace birddream::net {
namespace {

float largest_difference(const at::Tensor& a, const at::Tensor& b) {
  return (a - b).abs().max().item<float>();
}

/// Gradient of sum(weight * f(x)) to x.
template <class F>
at::Tensor gradient(const F& f, const at::Tensor& x, const at::Tensor& weight) {
  const at::Tensor leaf = x.detach().clone().requires_grad_();
  return torch::autograd::grad({(f(leaf) * weight).sum()}, {leaf})[0];
}

class Layers : public testing::Test {
 protected:
  Layers() { at::manual_seed(3); }
};

// The formula by itself, for ATen's own local_response_norm exists in Python only.
at::Tensor plain_norm(const at::Tensor& x, double alpha) {
  at::Tensor sum = at::zeros_like(x);
  const auto channels = static_cast<int>(x.size(1));
  for (int i = 0; i < channels; ++i) {
    for (int j = std::max(0, i - 2); j <= std::min(channels - 1, i + 2); ++j) {
      sum.select(1, i).add_(x.select(1, j).detach().square());
    }
  }
  return x * (1 + alpha / 5 * sum).pow(-0.75);
}

TEST_F(Layers, LocalResponseNormIsItsFormula) {
  for (const int channels : {1, 2, 3, 4, 5, 64}) {
    const at::Tensor x = at::randn({2, channels, 5, 4}) * 100;
    EXPECT_LT(largest_difference(local_response_norm(x), plain_norm(x, 1e-4)), 1e-3F) << channels;
    const at::Tensor last = x.contiguous(at::MemoryFormat::ChannelsLast);
    EXPECT_LT(largest_difference(local_response_norm(last), plain_norm(x, 1e-4)), 1e-3F) << channels;
  }
}

TEST_F(Layers, LocalResponseNormGradientIsThatOfTheFunction) {
  // Central differences in float64, with an alpha at which the normalisation matters.
  const auto f = [](const at::Tensor& x) { return local_response_norm(x, 0.5); };
  for (const int channels : {1, 3, 7}) {
    const at::Tensor x = at::randn({1, channels, 2, 2}, at::kDouble);
    const at::Tensor weight = at::randn({1, channels, 2, 2}, at::kDouble);
    const at::Tensor slope = gradient(f, x, weight).flatten();
    for (std::int64_t i = 0; i < x.numel(); ++i) {
      const at::Tensor step = at::zeros({x.numel()}, at::kDouble);
      step[i] = 1e-5;
      const at::Tensor up = f(x + step.view_as(x)), down = f(x - step.view_as(x));
      const double measured = (((up - down) * weight).sum() / 2e-5).item<double>();
      EXPECT_NEAR(slope[i].item<double>(), measured, 1e-7);
    }
  }
}

TEST_F(Layers, ReluCutsAndItsGradientPassesWhereItIsPositive) {
  const at::Tensor x = at::tensor({-1.0F, 0.0F, 2.0F}).view({1, 3, 1, 1});
  const at::Tensor weight = at::tensor({5.0F, 6.0F, -7.0F}).view({1, 3, 1, 1});
  for (const bool redirect : {false, true}) {
    const auto f = [redirect](const at::Tensor& t) { return relu(t, redirect); };
    EXPECT_TRUE(at::equal(f(x), at::tensor({0.0F, 0.0F, 2.0F}).view({1, 3, 1, 1})));
    EXPECT_TRUE(at::equal(gradient(f, x, weight), at::tensor({0.0F, 0.0F, -7.0F}).view({1, 3, 1, 1})))
        << "a living unit: nothing is redirected";
  }
}

TEST_F(Layers, RedirectedReluRaisesSilentUnitsOnlyWhereTheWholePictureIsDead) {
  // Two pictures: the first is dead, the second has one living unit that gets a gradient.
  const at::Tensor x = at::tensor({-1.0F, -2.0F, 0.0F, -1.0F, -2.0F, 3.0F}).view({2, 3, 1, 1});
  const at::Tensor weight = at::tensor({4.0F, -5.0F, 6.0F, 4.0F, -5.0F, 6.0F}).view({2, 3, 1, 1});
  const auto redirected = [](const at::Tensor& t) { return relu(t, true); };
  // Raising the objective means raising units 0 and 2; lowering unit 1 below zero would change nothing.
  const at::Tensor expected = at::tensor({4.0F, 0.0F, 6.0F, 0.0F, 0.0F, 6.0F}).view({2, 3, 1, 1});
  EXPECT_TRUE(at::equal(gradient(redirected, x, weight), expected));
}

TEST_F(Layers, RedirectedReluAlsoHelpsWhereLivingUnitsGetNoGradient) {
  const at::Tensor x = at::tensor({-1.0F, 3.0F}).view({1, 2, 1, 1});
  const at::Tensor weight = at::tensor({2.0F, 0.0F}).view({1, 2, 1, 1});
  const auto redirected = [](const at::Tensor& t) { return relu(t, true); };
  EXPECT_TRUE(at::equal(gradient(redirected, x, weight), at::tensor({2.0F, 0.0F}).view({1, 2, 1, 1})));
}

TEST_F(Layers, RedirectionClimbsOutOfADeadStart) {
  // Ascent on the sum of a dead layer must bring it to life; with the wrong sign it would sink for ever.
  at::Tensor x = at::full({1, 4, 2, 2}, -0.5F);
  for (int step = 0; step < 8; ++step) {
    x = x + 0.1 * gradient([](const at::Tensor& t) { return relu(t, true); }, x, at::ones_like(x));
  }
  EXPECT_GT(relu(x, false).sum().item<float>(), 0.0F);
}

TEST_F(Layers, MaxPoolRoundsUp) {
  EXPECT_EQ(max_pool_ceil(at::zeros({1, 1, 8, 7})).sizes(), (at::IntArrayRef{1, 1, 4, 3}));
  const at::Tensor corner = at::arange(16, at::kFloat).view({1, 1, 4, 4});
  EXPECT_TRUE(at::equal(max_pool_ceil(corner).flatten(), at::tensor({10.0F, 11.0F, 14.0F, 15.0F})));
}

TEST_F(Layers, ConvolutionIsAtensWhateverTheLayout) {
  const at::Tensor weight = at::randn({6, 3, 5, 5}), bias = at::randn({6}), x = at::randn({2, 3, 9, 11});
  const Convolution layer(weight, bias, 2, {2, 2});
  EXPECT_LT(largest_difference(layer(x), at::conv2d(x, weight, bias, {2, 2}, {2, 2})), 1e-4F);
}

}  // namespace
}  // namespace birddream::net
