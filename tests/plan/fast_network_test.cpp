#include "plan/fast_network.h"

#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <thread>

#include "net/blended_network.h"
#include "net/compare.h"
#include "plan/networks.h"

namespace birddream::plan {
namespace {

const std::string logits(net::logits_tap);

std::shared_ptr<PlanPool> pool_of(Precision precision = Precision::float32,
                                  std::size_t budget = std::size_t{1} << 30) {
  return std::make_shared<PlanPool>(precision, budget);
}

at::Tensor gradient_of(const net::Activations& activations, const at::Tensor& x, int channel) {
  return torch::autograd::grad({activations.at(logits).select(1, channel).sum()}, {x})[0];
}

at::Tensor gradient(const net::Network& network, const at::Tensor& image, int channel) {
  const at::Tensor x = image.detach().requires_grad_(true);
  return gradient_of(network.forward(x, {logits}), x, channel);
}

TEST(FastNetwork, IsThePlainNetworkForAutograd) {
  const auto plain = random_network("googlenet");
  const auto pool = pool_of();
  const auto fast = make_fast(plain, pool);
  const at::Tensor image = pictures(2, 96, 107);
  EXPECT_EQ(fast->classes(), plain->classes());
  EXPECT_EQ(fast->taps().size(), plain->taps().size());
  EXPECT_GT(cosine(gradient(*fast, image, 3), gradient(*plain, image, 3)), 0.9999);
  // Through what the picture is made of, and from two taps of which one goes nowhere.
  const auto through = [&](const net::Network& network) {
    const at::Tensor x = image.detach().requires_grad_(true);
    const auto found = network.forward(at::sigmoid(x), {"inception_4b", logits});
    return torch::autograd::grad({found.at("inception_4b").pow(2).sum()}, {x})[0];
  };
  EXPECT_GT(cosine(through(*fast), through(*plain)), 0.9999);
  EXPECT_EQ(pool->size(), 2U);  // {logits}, {inception_4b, logits}
}

TEST(FastNetwork, ForwardPassesThatWaitKeepTheirOwnPlans) {
  const auto fast = make_fast(random_network("googlenet"), pool_of());
  const at::Tensor first = pictures(1, 64, 64), second = 1 - first;
  const at::Tensor of_first = gradient(*fast, first, 3), of_second = gradient(*fast, second, 3);
  ASSERT_FALSE(at::equal(of_first, of_second));
  const at::Tensor x = first.detach().requires_grad_(true), y = second.detach().requires_grad_(true);
  const auto from_x = fast->forward(x, {logits});
  const auto from_y = fast->forward(y, {logits});
  {
    const at::NoGradGuard frozen;
    fast->forward(second * 0.5, {logits});  // a look between
  }
  EXPECT_TRUE(at::equal(gradient_of(from_x, x, 3), of_first));
  EXPECT_TRUE(at::equal(gradient_of(from_y, y, 3), of_second));
}

TEST(FastNetwork, APlanIsFreeAgainWhenItsActivationsAreGone) {
  const auto pool = pool_of();
  const auto fast = make_fast(random_network("googlenet"), pool);
  const at::Tensor image = pictures(1, 64, 64);
  for (int i = 0; i < 3; ++i) gradient(*fast, image, i);
  EXPECT_EQ(pool->size(), 1U);
}

TEST(FastNetwork, ThreadsDoNotMeet) {
  const auto fast = make_fast(random_network("googlenet"), pool_of());
  const at::Tensor first = pictures(1, 64, 64), second = 1 - first;
  const at::Tensor expected = gradient(*fast, second, 1);
  at::Tensor found;
  std::thread other([&] {
    for (int i = 0; i < 5; ++i) found = gradient(*fast, second, 1);
  });
  for (int i = 0; i < 5; ++i) gradient(*fast, first, 2);
  other.join();
  EXPECT_LT(relative_error(found, expected), 1e-4);  // its thread may have another number of threads
}

TEST(FastNetwork, CheckpointsShareOnePlan) {
  const auto pool = pool_of(Precision::bfloat16);
  const at::Tensor image = pictures(1, 64, 64);
  std::vector<at::Tensor> in_turn, alone;
  for (const std::uint64_t seed : {1, 2, 1}) {
    in_turn.push_back(gradient(*make_fast(random_network("googlenet", seed), pool), image, 3));
    alone.push_back(
        gradient(*make_fast(random_network("googlenet", seed), pool_of(Precision::bfloat16)), image, 3));
  }
  EXPECT_EQ(pool->size(), 1U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(at::equal(in_turn[i], alone[i])) << i;
  EXPECT_FALSE(at::equal(in_turn[0], in_turn[1]));
}

TEST(FastNetwork, TwoLivingNetworksHaveAPlanEachWhileTheBudgetLasts) {
  const at::Tensor image = pictures(1, 64, 64);
  const auto first = random_network("googlenet", 1), second = random_network("googlenet", 2);
  for (const auto& [budget, plans] : {std::pair(std::size_t{1} << 30, 2U), std::pair(std::size_t{1}, 1U)}) {
    const auto pool = pool_of(Precision::float32, budget);
    const auto a = make_fast(first, pool), b = make_fast(second, pool);
    const at::Tensor of_a = gradient(*a, image, 3), of_b = gradient(*b, image, 3);
    EXPECT_TRUE(at::equal(gradient(*a, image, 3), of_a));
    EXPECT_TRUE(at::equal(gradient(*b, image, 3), of_b));
    EXPECT_EQ(pool->size(), plans);
  }
}

TEST(FastNetwork, WhoIsGoneLeavesHisPlanToOthersAndFindsItAgain) {
  const auto pool = pool_of();
  const at::Tensor image = pictures(1, 64, 64);
  // As a series in memory gives them: networks come and go, their graphs stay.
  std::vector<std::shared_ptr<const net::Network>> kept;
  std::vector<at::Tensor> expected;
  for (const std::uint64_t seed : {1, 2}) {
    const auto plain = random_network("googlenet", seed);
    kept.push_back(net::blended_network({std::make_shared<const net::Graph>(*plain->graph())}, plain,
                                        [plain] { return Result(plain); }));
    expected.push_back(gradient(*make_fast(plain, pool_of()), image, 3));
  }
  for (const std::size_t i : {0U, 1U, 0U, 0U, 1U})
    EXPECT_TRUE(at::equal(gradient(*make_fast(kept[i], pool), image, 3), expected[i]));
  EXPECT_EQ(pool->size(), 1U);
  const auto one = make_fast(kept[0], pool), other = make_fast(kept[1], pool);
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(at::equal(gradient(*one, image, 3), expected[0]));
    EXPECT_TRUE(at::equal(gradient(*other, image, 3), expected[1]));
  }
  EXPECT_EQ(pool->size(), 2U) << "both live";
  // The first's other end, mixed: the graph of what it was is not mistaken for it.
  const net::GraphBlend mixed{kept[0]->graphs()->from, kept[1]->graphs()->from, 0.5F};
  const auto between = net::blended_network(mixed, kept[0], [&] { return Result(kept[0]); });
  const at::Tensor half = gradient(*make_fast(between, pool), image, 3);
  EXPECT_FALSE(at::equal(half, expected[0]));
  EXPECT_FALSE(at::equal(half, expected[1]));
}

TEST(FastNetwork, RunsPlainWhereAPlanCannotServe) {
  const auto plain = random_network("googlenet");
  const auto pool = pool_of();
  const auto fast = make_fast(plain, pool);
  const at::Tensor image = pictures(1, 64, 64);
  const at::NoGradGuard frozen;
  EXPECT_TRUE(at::equal(fast->forward(image, {logits}, {.training = true}).at(logits),
                        plain->forward(image, {logits}, {.training = true}).at(logits)));
  EXPECT_THROW(fast->forward(image, {"nowhere"}), c10::Error);
  EXPECT_THROW(fast->forward(pictures(1, 16, 64), {logits}), c10::Error);
  EXPECT_EQ(pool->size(), 0U);
}

/// A network that is not known in parts.
class Opaque final : public net::Network {
 public:
  std::span<const net::Tap> taps() const override { return {}; }
  int classes() const override { return 0; }
  at::Device device() const override { return at::kCPU; }
  net::Activations forward(const at::Tensor&, const std::set<std::string>&,
                           net::ForwardOptions) const override {
    return {};
  }
};

TEST(FastNetwork, LeavesANetworkWithoutAGraphAlone) {
  const std::shared_ptr<const net::Network> network = std::make_shared<Opaque>();
  EXPECT_EQ(make_fast(network, pool_of()), network);
}

TEST(Look, IsForwardAndBackwardWithoutAutograd) {
  const auto plain = random_network("googlenet");
  const auto pool = pool_of();
  const auto fast = make_fast(plain, pool);
  EXPECT_TRUE(is_fast(*fast));
  EXPECT_FALSE(is_fast(*plain));
  const at::Tensor image = pictures(1, 64, 80);
  const std::set<std::string> wanted = {"inception_4b", logits};
  at::Tensor goal = at::zeros({1, classes});
  goal.select(1, 3).fill_(1);
  for (const auto& network : {fast, plain}) {
    const Look found = look(*network, image, wanted);
    EXPECT_FALSE(found.activations.at(logits).requires_grad());
    EXPECT_LT(relative_error(found.activations.at("inception_4b"),
                             plain->forward(image, wanted).at("inception_4b")),
              1e-4);
    EXPECT_GT(cosine(found.backward({{logits, goal}}), gradient(*plain, image, 3)), 0.9999);
    EXPECT_TRUE(at::equal(found.backward({{logits, goal}}), found.backward({{logits, goal}})));
  }
  EXPECT_EQ(pool->size(), 1U);
  // A plan is its holder's: while one look waits, another has its own.
  const Look first = look(*fast, image, {logits}), second = look(*fast, 1 - image, {logits});
  EXPECT_GT(cosine(first.backward({{logits, goal}}), gradient(*plain, image, 3)), 0.9999);
  EXPECT_GT(cosine(second.backward({{logits, goal}}), gradient(*plain, 1 - image, 3)), 0.9999);
}

/// What raises the silent units of a layer, and no other.
at::Tensor towards_silence(const at::Tensor& tap) {
  return at::cos(at::arange(tap.numel()).reshape(tap.sizes())) * tap.eq(0);
}

class Redirected : public testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(Redirected, AsThePlainNetworkByAutogradAndWithout) {
  const auto& [architecture, tap] = GetParam();
  const auto plain = random_network(architecture);
  const auto fast = make_fast(plain, pool_of());
  const at::Tensor image = pictures(2, 96, 107);
  // The layer is dead in the first picture alone.
  at::Tensor pull = towards_silence(plain->forward(image, {tap}).at(tap));
  pull[1].fill_(1);
  const auto gradient_in = [&](const net::Network& network, bool redirect) {
    const at::Tensor x = image.detach().requires_grad_(true);
    const auto seen = network.forward(x, {tap}, {.redirect_relu = redirect});
    return torch::autograd::grad({seen.at(tap)}, {x}, {pull})[0];
  };
  const at::Tensor expected = gradient_in(*plain, true), usual = gradient_in(*plain, false);
  ASSERT_EQ(usual[0].abs().max().item<float>(), 0);
  ASSERT_GT(expected[0].abs().max().item<float>(), 0);
  const at::Tensor by_plan = gradient_in(*fast, true);
  const at::Tensor looked = look(*fast, image, {tap}, {.redirect_relu = true}).backward({{tap, pull}});
  for (const at::Tensor& found : {by_plan, looked}) {
    for (int picture = 0; picture < 2; ++picture) {
      EXPECT_GT(cosine(found[picture], expected[picture]), 0.9999) << picture;
      EXPECT_NEAR((found[picture].norm() / expected[picture].norm()).item<double>(), 1, 1e-2) << picture;
    }
  }
  EXPECT_TRUE(at::equal(look(*fast, image, {tap}).backward({{tap, pull}})[0], usual[0])) << "not unasked";
}

// A concat's parts, of which some are computed as one; one of them alone; and, dense, a convolution's.
INSTANTIATE_TEST_SUITE_P(Taps, Redirected,
                         testing::Values(std::pair{"googlenet", "inception_4c"},
                                         std::pair{"googlenet", "inception_4c.3x3_reduce"},
                                         std::pair{"googlenet", "conv1"},
                                         std::pair{"inception_v4", "inception_b_4"}));

}  // namespace
}  // namespace birddream::plan
