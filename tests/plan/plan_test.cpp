#include "plan/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "net/blend.h"
#include "net/compare.h"
#include "plan/networks.h"

namespace birddream::plan {
namespace {

using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

using Taps = std::map<std::string, at::Tensor>;

std::set<std::string> names_of(const net::Network& network) {
  std::set<std::string> names;
  for (const net::Tap& tap : network.taps()) names.insert(tap.name);
  return names;
}

std::unique_ptr<Plan> plan_of(const net::Network& network, const at::Tensor& image,
                              const std::set<std::string>& wanted, Precision precision) {
  const Plan::Size size{static_cast<int>(image.size(0)), static_cast<int>(image.size(2)),
                        static_cast<int>(image.size(3))};
  return Plan::make(*network.graph(), size, wanted, precision).value();
}

/// What comes in at a tap: all over it, or at one channel alone.
at::Tensor pull(const at::Tensor& tap, int channel) {
  at::Tensor gradient = at::zeros_like(tap);
  if (channel >= 0)
    gradient.select(1, channel).fill_(1);
  else
    gradient.copy_(at::sin(at::arange(tap.numel()).reshape(tap.sizes())));
  return gradient;
}

struct Gradients {
  at::Tensor plain, planned;
};
/// The picture's gradient from `channels` (tap name, channel or -1) by autograd and by a plan.
Gradients gradients(const net::Network& network, const at::Tensor& image,
                    const std::map<std::string, int>& from, Precision precision) {
  std::set<std::string> wanted;
  for (const auto& [name, channel] : from) wanted.insert(name);
  const at::Tensor x = image.detach().requires_grad_(true);
  Taps plain = network.forward(x, wanted);
  std::vector<at::Tensor> outputs, pulls;
  Taps incoming;
  for (const auto& [name, channel] : from) {
    outputs.push_back(plain.at(name));
    pulls.push_back(pull(plain.at(name).detach(), channel));
    incoming[name] = pulls.back();
  }
  const at::Tensor expected = torch::autograd::grad(outputs, {x}, pulls)[0];
  const auto plan = plan_of(network, image, wanted, precision);
  plan->forward(image);
  return {expected, plan->backward(incoming)};
}

struct Case {
  std::string architecture;
  int n, h, w;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.architecture << " " << c.n << "x" << c.h << "x" << c.w;
}

class Parity : public testing::TestWithParam<Case> {};

TEST_P(Parity, EveryTapHasThePlainNetworksValues) {
  const Case c = GetParam();
  const auto network = random_network(c.architecture);
  const at::Tensor image = pictures(c.n, c.h, c.w);
  const auto names = names_of(*network);
  const at::NoGradGuard frozen;
  const auto expected = network->forward(image, names);
  const auto found = plan_of(*network, image, names, Precision::float32)->forward(image);
  ASSERT_EQ(found.size(), names.size());
  for (const auto& [name, value] : expected) {
    ASSERT_EQ(found.at(name).sizes(), value.sizes()) << name;
    EXPECT_LT(relative_error(found.at(name), value), 2e-4) << name;
  }
}

TEST_P(Parity, GradientFromTheLogits) {
  const Case c = GetParam();
  const auto network = random_network(c.architecture);
  const auto g = gradients(*network, pictures(c.n, c.h, c.w), {{"logits", 3}}, Precision::float32);
  EXPECT_GT(cosine(g.planned, g.plain), 0.9999);
  EXPECT_NEAR((g.planned.norm() / g.plain.norm()).item<double>(), 1, 1e-2);
}

INSTANTIATE_TEST_SUITE_P(Sizes, Parity,
                         testing::Values(Case{"googlenet", 1, 128, 128}, Case{"googlenet", 1, 107, 131},
                                         Case{"googlenet", 4, 96, 64}, Case{"googlenet", 1, 32, 33},
                                         Case{"inception_v4", 1, 107, 131}, Case{"inception_v4", 1, 75, 76},
                                         Case{"inception_v4", 4, 96, 101}));

class Places : public testing::TestWithParam<std::pair<std::string, std::map<std::string, int>>> {};

TEST_P(Places, GradientsComeInAtAnyTap) {
  const auto& [architecture, from] = GetParam();
  const auto network = random_network(architecture);
  const auto g = gradients(*network, pictures(2, 101, 96), from, Precision::float32);
  EXPECT_GT(cosine(g.planned, g.plain), 0.9999);
  EXPECT_NEAR((g.planned.norm() / g.plain.norm()).item<double>(), 1, 1e-2);
}

using Place = std::pair<std::string, std::map<std::string, int>>;
INSTANTIATE_TEST_SUITE_P(
    Taps, Places,
    testing::Values(Place{"googlenet", {{"inception_4c", -1}}}, Place{"googlenet", {{"inception_4c.3x3", 5}}},
                    Place{"googlenet", {{"inception_4c.3x3_reduce", 5}}}, Place{"googlenet", {{"conv1", 3}}},
                    Place{"googlenet", {{"conv2", -1}}}, Place{"googlenet", {{"pool5", -1}}},
                    // Of two convolutions that run as one, one alone has a gradient; a part and its whole
                    // both have; a layer on the way has one of its own.
                    Place{"googlenet", {{"inception_4c.5x5", 2}, {"inception_4c.pool_proj", -1}}},
                    Place{"googlenet",
                          {{"inception_3b", -1}, {"inception_3b.1x1", 4}, {"inception_4b.5x5_reduce", 1}}},
                    Place{"googlenet", {{"inception_3a", -1}, {"logits", 1}}},
                    Place{"inception_v4", {{"inception_b_4", -1}}}, Place{"inception_v4", {{"mixed_5a", 7}}},
                    Place{"inception_v4", {{"stem_1", -1}}},
                    Place{"inception_v4", {{"mixed_3a", -1}, {"inception_a_2", 1}, {"pool", -1}}}));

TEST(Plan, TrainedWeightsFloat32) {
  const auto g = gradients(*trained_network(), pictures(1, 128, 128), {{"logits", 3}}, Precision::float32);
  EXPECT_GT(cosine(g.planned, g.plain), 0.9999);
}

TEST(Plan, TrainedWeightsBfloat16) {
  const auto g = gradients(*trained_network(), pictures(1, 128, 128), {{"logits", 3}}, Precision::bfloat16);
  EXPECT_GT(cosine(g.planned, g.plain), 0.97);
  const auto middle =
      gradients(*trained_network(), pictures(1, 128, 128), {{"inception_4c", 101}}, Precision::bfloat16);
  EXPECT_GT(middle.plain.norm().item<double>(), 0) << "a channel that sees something here";
  EXPECT_GT(cosine(middle.planned, middle.plain), 0.97);
}

TEST(Plan, TheSameCallGivesTheSameBytes) {
  const at::Tensor image = pictures(2, 107, 131);
  for (const Precision precision : {Precision::float32, Precision::bfloat16}) {
    const auto network = trained_network();
    const auto once = plan_of(*network, image, {"logits"}, precision);
    const auto again = plan_of(*network, image, {"logits"}, precision);
    const at::Tensor logits = once->forward(image).at("logits");
    const Taps from{{"logits", pull(logits, 2)}};
    const at::Tensor gradient = once->backward(from);
    EXPECT_TRUE(at::equal(once->backward(from), gradient));  // backward changes nothing that it needs
    EXPECT_TRUE(at::equal(once->forward(image).at("logits"), logits));
    EXPECT_TRUE(at::equal(again->forward(image).at("logits"), logits));
    EXPECT_TRUE(at::equal(again->backward(from), gradient));
  }
}

TEST(Plan, OtherWeightsMakeItAFreshPlan) {
  for (const char* architecture : {"googlenet", "inception_v4"}) {
    const auto first = random_network(architecture, 1), second = random_network(architecture, 2);
    const at::Tensor image = pictures(1, 107, 96);
    const auto plan = plan_of(*first, image, {"logits"}, Precision::bfloat16);
    const auto fresh = plan_of(*second, image, {"logits"}, Precision::bfloat16);
    const Taps from{{"logits", pull(plan->forward(image).at("logits"), 2)}};
    const at::Tensor before = plan->backward(from);
    plan->set_weights(*second->graph());
    EXPECT_TRUE(at::equal(plan->forward(image).at("logits"), fresh->forward(image).at("logits")));
    const at::Tensor after = plan->backward(from);
    EXPECT_TRUE(at::equal(after, fresh->backward(from)));
    EXPECT_FALSE(at::equal(after, before));
  }
}

TEST(Plan, ABlendIsPackedAsTheMeanOfTheWeights) {
  const auto weights = [](std::uint64_t seed) {
    return net::random_weights("googlenet", classes, seed).value();
  };
  const auto graph = [](const net::StateDict& state) {
    return std::make_shared<const net::Graph>(
        *net::make_network("googlenet", state, at::kCPU).value()->graph());
  };
  const net::StateDict a = weights(1), b = weights(2);
  const auto from = graph(a), to = graph(b);
  const at::Tensor image = pictures(1, 96, 107);
  const Plan::Size size{1, 96, 107};
  const Taps goal{{"logits", at::ones({1, classes})}};
  for (const Precision precision : {Precision::float32, Precision::bfloat16}) {
    const auto plan = Plan::make(net::GraphBlend{from, to, 0.5F}, size, {"logits"}, precision).value();
    plan->forward(image);
    plan->backward(goal);
    const auto expect_same = [&](const net::GraphBlend& blend,
                                 const std::shared_ptr<const net::Graph>& whole) {
      const auto fresh = Plan::make(*whole, size, {"logits"}, precision).value();
      plan->set_weights(blend);
      EXPECT_TRUE(at::equal(plan->forward(image).at("logits"), fresh->forward(image).at("logits")));
      EXPECT_TRUE(at::equal(plan->backward(goal), fresh->backward(goal)));
    };
    expect_same({from, to, 0}, from);
    expect_same({from, to, 1}, to);
    expect_same({from}, from);
    const auto mean = graph(net::blend(std::array{net::BlendPart{&a, 0.7}, net::BlendPart{&b, 0.3}}).value());
    const auto fresh = Plan::make(*mean, size, {"logits"}, precision).value();
    plan->set_weights(net::GraphBlend{from, to, 0.3F});
    const double tolerance = precision == Precision::float32 ? 1e-5 : 3e-2;
    EXPECT_LT(relative_error(plan->forward(image).at("logits"), fresh->forward(image).at("logits")),
              tolerance);
    EXPECT_GT(cosine(plan->backward(goal), fresh->backward(goal)),
              precision == Precision::float32 ? 0.99999 : 0.95);
  }
}

TEST(Plan, NoConvolutionFallsBackToAReferenceKernel) {
  for (const char* architecture : {"googlenet", "inception_v4"}) {
    const auto network = random_network(architecture);
    const at::Tensor image = pictures(1, 107, 131);
    for (const Precision precision : {Precision::float32, Precision::bfloat16}) {
      const auto plan = plan_of(*network, image, {"logits"}, precision);
      plan->backward({{"logits", pull(plan->forward(image).at("logits"), 0)}});
      EXPECT_THAT(plan->kernels(), Each(AllOf(Not(HasSubstr("ref")), Not(HasSubstr("gemm")))))
          << architecture;
    }
  }
}

TEST(Plan, TellsItsBytesWhileAnotherThreadPlans) {
  const auto network = random_network("googlenet");
  const at::Tensor image = pictures(1, 64, 64);
  const auto plan = plan_of(*network, image, {"inception_3a", "inception_4c", "logits"}, Precision::float32);
  const Taps taps = plan->forward(image);
  const std::size_t before = plan->bytes();
  std::atomic<bool> planned = false;
  std::size_t most = 0;
  std::thread pool([&] {
    while (!planned) most = std::max(most, plan->bytes());
  });
  for (const auto& [name, tap] : taps) plan->backward({{name, pull(tap, 0)}});
  planned = true;
  pool.join();
  EXPECT_GT(plan->bytes(), before);
  EXPECT_LE(most, plan->bytes());
}

TEST(Plan, SaysWhatItCannotPlan) {
  const auto network = random_network("googlenet");
  const auto unknown = Plan::make(*network->graph(), {1, 64, 64}, {"nowhere"}, Precision::float32);
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("nowhere"));
  const auto small =
      Plan::make(*random_network("inception_v4")->graph(), {1, 20, 90}, {"logits"}, Precision::float32);
  ASSERT_FALSE(small);
  EXPECT_THAT(small.error().message, HasSubstr("too small"));
}

}  // namespace
}  // namespace birddream::plan
