#include "train/attack.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "dream/tiny_network.h"
#include "train/loss.h"

namespace birddream::train {
namespace {

at::Tensor pictures() {
  at::manual_seed(4);
  return at::rand({8, 3, 16, 16}) * 0.6 + 0.2;  // away from 0 and 1, so that nothing is clamped
}

at::Tensor distance(const at::Tensor& a, const at::Tensor& b) {
  return (a - b).flatten(1).norm(2, 1);
}

double loss_of(const net::Network& network, const at::Tensor& images, const at::Tensor& species) {
  const at::NoGradGuard no_grad;
  return cross_entropy(network.forward(images, {"logits"}).at("logits"), species, 0).item<double>();
}

TEST(Attack, MakesItHarderWithinTheBall) {
  const auto network = dream::tiny();
  const at::Tensor images = pictures(), species = at::zeros({8}, at::kLong);
  for (const int steps : {1, 3}) {
    at::manual_seed(1);
    const at::Tensor moved = attacked(*network, images, species, {.eps = 0.5, .steps = steps});
    EXPECT_LE(distance(moved, images).max().item<double>(), 0.5 + 1e-4) << steps;
    EXPECT_GT(distance(moved, images).min().item<double>(), 0.3) << steps;
    EXPECT_GT(loss_of(*network, moved, species), loss_of(*network, images, species) + 0.01) << steps;
    EXPECT_FALSE(moved.requires_grad());
  }
}

TEST(Attack, BeatsARandomMoveOfTheSameLength) {
  const auto network = dream::tiny();
  const at::Tensor images = pictures(), species = at::zeros({8}, at::kLong);
  at::manual_seed(2);
  const at::Tensor noise = at::randn_like(images);
  const at::Tensor random = images + 0.5 * noise / noise.flatten(1).norm(2, 1).view({-1, 1, 1, 1});
  EXPECT_GT(loss_of(*network, attacked(*network, images, species, {.eps = 0.5, .steps = 1}), species),
            loss_of(*network, random, species));
}

TEST(Attack, StaysAPictureAndRepeatsWithTheGenerator) {
  const auto network = dream::tiny();
  const at::Tensor images = at::cat({at::zeros({4, 3, 16, 16}), at::ones({4, 3, 16, 16})});
  const at::Tensor species = at::zeros({8}, at::kLong);
  at::manual_seed(7);
  const at::Tensor one = attacked(*network, images, species, {.eps = 2, .steps = 2});
  EXPECT_GE(one.min().item<double>(), 0);
  EXPECT_LE(one.max().item<double>(), 1);
  at::manual_seed(7);
  EXPECT_TRUE(at::equal(one, attacked(*network, images, species, {.eps = 2, .steps = 2})));
}

}  // namespace
}  // namespace birddream::train
