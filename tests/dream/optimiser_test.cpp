#include "dream/optimiser.h"

#include <cmath>

#include "dream/golden.h"

namespace birddream::dream {
namespace {

using recipe::Optimiser;

at::Tensor walk(Optimiser kind, double rate) {
  Ascent ascent;
  at::Tensor x = golden("ascent.start");
  const at::Tensor gradients = golden("ascent.gradients");
  for (std::int64_t i = 0; i < gradients.size(0); ++i) x = ascent.step(x, gradients[i], kind, rate);
  return x;
}

TEST(Ascent, FollowsTheDefinitions) {
  expect_close(walk(Optimiser::sgd, 0.3), golden("ascent.sgd"), 1e-5);
  expect_close(walk(Optimiser::sgd_normalised, 0.3), golden("ascent.sgd_normalised"), 1e-5);
  expect_close(walk(Optimiser::adam, 0.05), golden("ascent.adam"), 1e-5);
}

at::Tensor walk_fused(Optimiser kind, double rate) {
  Ascent ascent;
  at::Tensor x = golden("ascent.start").contiguous();
  const at::Tensor gradients = golden("ascent.gradients");
  for (std::int64_t i = 0; i < gradients.size(0); ++i) {
    const at::Tensor gradient = gradients[i].contiguous();
    at::Tensor next;
    EXPECT_TRUE(ascent.step_fused(x, gradient, gradient.abs().mean().item<double>(), kind, rate, next));
    x = next;
  }
  return x;
}

TEST(Ascent, FusedFollowsTheDefinitionsToo) {
  expect_close(walk_fused(Optimiser::sgd, 0.3), golden("ascent.sgd"), 1e-5);
  expect_close(walk_fused(Optimiser::sgd_normalised, 0.3), golden("ascent.sgd_normalised"), 1e-5);
  expect_close(walk_fused(Optimiser::adam, 0.05), golden("ascent.adam"), 1e-5);
}

TEST(Ascent, FusedSeesWhereverANumberIsLost) {
  for (const auto kind : {Optimiser::sgd, Optimiser::sgd_normalised, Optimiser::adam}) {
    for (const std::int64_t place : {0, 1023, 1024, 5002}) {
      const at::Tensor x = at::zeros({5003});
      at::Tensor gradient = at::ones({5003}), next;
      Ascent ascent;
      EXPECT_TRUE(ascent.step_fused(x, gradient, 1, kind, 0.1, next));
      gradient[place] = place % 2 == 0 ? std::nanf("") : INFINITY;
      if (kind == Optimiser::adam) gradient[place] = std::nanf("");  // m / sqrt(v) of infinity is not one
      EXPECT_FALSE(ascent.step_fused(x, gradient, 1, kind, 0.1, next)) << place;
    }
  }
}

TEST(Ascent, ResetForgets) {
  Ascent ascent;
  const at::Tensor x = golden("ascent.start");
  const at::Tensor g = golden("ascent.gradients")[0];
  const at::Tensor first = ascent.step(x, g, Optimiser::adam, 0.1);
  ascent.step(x, g * -3, Optimiser::adam, 0.1);
  ascent.reset();
  expect_close(ascent.step(x, g, Optimiser::adam, 0.1), first, 0);
}

TEST(LearningRate, CoolsDownToATenthAtTheEnd) {
  recipe::DreamParams params;
  params.learning_rate = 2;
  params.steps = 100;
  params.cooldown = 0;
  EXPECT_FLOAT_EQ(static_cast<float>(learning_rate_at(99, params)), 2.0F);
  params.cooldown = 0.4F;
  EXPECT_NEAR(learning_rate_at(0, params), 2.0, 1e-6);
  EXPECT_NEAR(learning_rate_at(60, params), 2.0, 1e-6);
  EXPECT_NEAR(learning_rate_at(80, params), 2.0 * 0.55, 1e-5);
  EXPECT_NEAR(learning_rate_at(100, params), 0.2, 1e-6);
  EXPECT_NEAR(learning_rate_at(500, params), 0.2, 1e-6);
}

}  // namespace
}  // namespace birddream::dream
