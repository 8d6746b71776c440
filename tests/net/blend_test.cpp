#include "net/blend.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <array>

namespace birddream::net {
namespace {

StateDict two(float a, float b) {
  return {{"a", at::full({2}, a)}, {"b", at::full({1, 3}, b)}};
}

TEST(Blend, IsTheWeightedMean) {
  const StateDict first = two(1, 10), second = two(4, -10);
  const auto mean = blend(std::array{BlendPart{&first, 2}, BlendPart{&second, 1}});
  ASSERT_TRUE(mean) << mean.error().message;
  EXPECT_NEAR(mean->at("a")[1].item<float>(), 2, 1e-6);
  EXPECT_NEAR(mean->at("b")[0][2].item<float>(), 10.0 / 3, 1e-5);
  EXPECT_EQ(first.at("a")[0].item<float>(), 1) << "the parts stay as they are";
}

TEST(Blend, OneAloneIsItself) {
  const StateDict first = two(1.5F, 7), second = two(9, 9);
  const auto mean = blend(std::array{BlendPart{&first, 0.3}, BlendPart{&second, 0}});
  ASSERT_TRUE(mean);
  EXPECT_TRUE(at::equal(mean->at("a"), first.at("a")));
}

TEST(Blend, RefusesWhatDoesNotFit) {
  const StateDict good = two(1, 1), fewer = {{"a", at::ones({2})}};
  const StateDict shape = {{"a", at::ones({3})}, {"b", at::ones({1, 3})}};
  const StateDict name = {{"a", at::ones({2})}, {"c", at::ones({1, 3})}};
  EXPECT_FALSE(blend({}));
  EXPECT_FALSE(blend(std::array{BlendPart{&good, 0}}));
  for (const StateDict* other : {&fewer, &shape, &name})
    EXPECT_FALSE(blend(std::array{BlendPart{&good, 1}, BlendPart{other, 1}}));
}

}  // namespace
}  // namespace birddream::net
