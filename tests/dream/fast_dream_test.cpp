// Dreams by plan and picture path beside the reference, LibTorch with autograd.
#include <gmock/gmock.h>

#include <cstring>

#include "dream/dreamer.h"
#include "dream/dreams.h"
#include "dream/golden.h"
#include "dream/look.h"
#include "net/compare.h"
#include "plan/fast_network.h"
#include "plan/networks.h"

namespace birddream::dream {
namespace {

using plan::Precision;
using recipe::DreamParams;

DreamParams params_of(int species, int side = 96) {
  DreamParams params;
  params.width = params.height = side;
  params.targets[0].species = std::to_string(species);
  params.redirect_relu_steps = 2;
  return params;
}

std::shared_ptr<const net::Network> fast(Precision precision) {
  static const auto pools = std::array{std::make_shared<plan::PlanPool>(Precision::float32),
                                       std::make_shared<plan::PlanPool>(Precision::bfloat16)};
  return plan::make_fast(plan::trained_network(), pools[precision == Precision::float32 ? 0 : 1]);
}

/// The values' gradient of one look by hand beside autograd's.
double gradient_cosine(const DreamParams& params, const net::Network& network, bool redirect = false) {
  const auto plain = plan::trained_network();
  const auto objective = Objective::bind(params.targets, *plain, index_of).value();
  // A picture on its way, not the gray it begins with.
  const auto dreamer = begin(fast(Precision::float32), params);
  run(*dreamer, 12);
  const at::Tensor values = encode(dreamer->picture_tensor(), params).contiguous();
  const Size size{params.width, params.height};
  const LookOptions how{{3, -2, 0.1F, 1.05F, true}, params.border, 0, redirect};
  const at::Tensor leaf = values.detach().requires_grad_(true);
  const Looked slow = look_plainly(*plain, objective, leaf, decode(leaf, size, params), how);
  PicturePath path;
  path.prepare(size, params);
  path.decode(values);
  const Looked quick = look_fast(network, objective, path, how);
  EXPECT_NEAR(quick.reached, slow.reached, 0.05 * std::abs(slow.reached) + 0.05);
  EXPECT_EQ(quick.logits.defined(), slow.logits.defined());
  return cosine(quick.gradient.values, slow.gradient.values);
}

TEST(FastDream, AStepsGradientIsThePlainOnes) {
  for (const auto kind : {recipe::Parametrisation::fourier, recipe::Parametrisation::pixel}) {
    DreamParams params = params_of(17, 128);
    params.parametrisation = kind;
    for (const bool redirect : {false, true}) {
      EXPECT_GE(gradient_cosine(params, *fast(Precision::float32), redirect), 0.9999);
      EXPECT_GE(gradient_cosine(params, *fast(Precision::bfloat16), redirect), 0.97);
    }
  }
  DreamParams params = params_of(17);
  params.targets = {{recipe::ObjectiveKind::layer, "", "inception_4b", 0, 1},
                    {recipe::ObjectiveKind::channel, "", "inception_4a", 3, 0.5F}};
  EXPECT_GE(gradient_cosine(params, *fast(Precision::float32)), 0.9999);
}

TEST(FastDream, DreamsWhatThePlainOneDreams) {
  DreamParams params = params_of(40);
  params.blur_max = 0.5F;
  params.redirect_relu_steps = 0;
  // Small steps: a dream is chaotic, and Adam's first steps turn rounding into whole steps.
  params.optimiser = recipe::Optimiser::sgd_normalised;
  params.learning_rate = 0.002F;
  const auto slow = begin(plan::trained_network(), params), quick = begin(fast(Precision::float32), params);
  // Two steps, the first tightly: each makes ten times more of what rounding left, since other units begin to
  // fire. How far long dreams climb is told by ClimbsAsHighInBfloat16.
  for (const double allowed : {1e-3, 1e-2}) {
    const StepReport a = run(*slow, 1), b = run(*quick, 1);
    EXPECT_NEAR(b.objective / a.objective, 1, allowed);
    EXPECT_NEAR(b.gradient_norm / a.gradient_norm, 1, allowed);
    ASSERT_EQ(a.top.size(), b.top.size());
    EXPECT_EQ(a.top[0].class_index, b.top[0].class_index);
    EXPECT_LT((slow->picture_tensor() - quick->picture_tensor()).abs().mean().item<float>(), allowed / 10);
  }
}

TEST(FastDream, RepeatsToTheBit) {
  for (const auto precision : {Precision::float32, Precision::bfloat16}) {
    DreamParams params = params_of(3, 75);
    params.blur_max = 0.4F;
    params.flip = recipe::FlipMode::image;
    params.zoom = 0.5F;
    const auto first = begin(fast(precision), params), second = begin(fast(precision), params);
    run(*first, 9);
    run(*second, 9);
    EXPECT_TRUE(at::equal(first->picture_tensor(), second->picture_tensor()));
  }
}

TEST(FastDream, APictureThatWasGivenOutStaysAsItWas) {
  const auto dreamer = begin(fast(Precision::bfloat16), params_of(3, 64));
  run(*dreamer, 3);
  const auto given = dreamer->picture();
  const std::vector<float> before(given.data, given.data + given.floats());
  run(*dreamer, 3);
  EXPECT_EQ(std::memcmp(given.data, before.data(), before.size() * sizeof(float)), 0);
}

TEST(FastDream, LivesOnBetweenFastAndPlain) {
  const auto dreamer = begin(fast(Precision::float32), params_of(3, 64));
  run(*dreamer, 4);
  const at::Tensor before = dreamer->picture_tensor().clone();
  ASSERT_TRUE(dreamer->set_network(plan::trained_network()).ok());
  expect_close(dreamer->picture_tensor(), before, 1e-5);
  EXPECT_EQ(run(*dreamer, 2).step, 6);
  ASSERT_TRUE(dreamer->set_network(fast(Precision::bfloat16)).ok());
  EXPECT_EQ(run(*dreamer, 2).step, 8);
}

TEST(FastDream, OnlookersOfBothKindsAreAddedUp) {
  DreamParams params = params_of(3, 64);
  params.redirect_relu_steps = 0;
  params.optimiser = recipe::Optimiser::sgd_normalised;
  DreamParams both = params;
  both.targets.push_back(both.targets[0]);
  both.targets[1].checkpoint = "the same, plain";
  both.targets[1].weight = 1;
  const auto one = begin(fast(Precision::float32), params),
             two = begin(fast(Precision::float32), both, plan::trained_network());
  const StepReport alone = run(*one, 1), together = run(*two, 1);
  EXPECT_NEAR(together.objective / alone.objective, 2, 1e-3);
  EXPECT_NEAR(together.gradient_norm / alone.gradient_norm, 2, 1e-3);
}

TEST(FastDream, ClimbsAsHighInBfloat16) {
  // bench/precision_reached does it over 20 species and 128 steps; over few, either may be ahead by chance.
  double high = 0, low = 0;
  for (const int species : {25, 150, 300, 500}) {
    for (const auto precision : {Precision::float32, Precision::bfloat16}) {
      const auto dreamer = begin(fast(precision), params_of(species));
      (precision == Precision::float32 ? high : low) += static_cast<double>(run(*dreamer, 60).objective);
    }
  }
  EXPECT_GT(high, 40);
  EXPECT_GT(low / high, 0.9);
}

}  // namespace
}  // namespace birddream::dream
