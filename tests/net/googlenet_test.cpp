#include "net/googlenet.h"

#include <ATen/ATen.h>
#include <ATen/record_function.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <algorithm>
#include <limits>

#include "net/shipped.h"

namespace birddream::net {
namespace {

using testing::AllOf;
using testing::HasSubstr;

at::Tensor some_image(int side = 64) {
  at::manual_seed(5);
  return at::rand({1, 3, side, side});
}

TEST(GoogLeNet, TapsHaveTheChannelsTheySay) {
  const at::NoGradGuard frozen;
  const Network& network = shipped_network();
  std::set<std::string> all;
  for (const Tap& tap : network.taps()) EXPECT_TRUE(all.insert(tap.name).second) << tap.name;
  for (const char* name : {"conv1", "conv2", "inception_3a", "inception_4c.3x3", "inception_4d.3x3_reduce",
                           "inception_5b.pool_proj", "pool5", "logits"}) {
    EXPECT_TRUE(all.contains(name)) << name;
  }
  EXPECT_EQ(network.taps().back().name, logits_tap);
  const auto seen = network.forward(at::rand({2, 3, 64, 96}), all);
  ASSERT_EQ(seen.size(), network.taps().size());
  for (const Tap& tap : network.taps()) {
    const at::Tensor& value = seen.at(tap.name);
    EXPECT_EQ(value.dim(), tap.name == logits_tap ? 2 : 4) << tap.name;
    EXPECT_EQ(value.size(0), 2) << tap.name;
    EXPECT_EQ(value.size(1), tap.channels) << tap.name;
  }
  EXPECT_EQ(seen.at("inception_4c").sizes(), (at::IntArrayRef{2, 512, 4, 6}));
}

/// Convolutions that a forward pass up to `wanted` computes, by ATen's own account.
int convolutions_for(const std::set<std::string>& wanted) {
  static thread_local int count = 0;
  count = 0;
  const at::NoGradGuard frozen;
  const auto count_one = [](const at::RecordFunction& call) -> std::unique_ptr<at::ObserverContext> {
    if (std::string_view(call.name()) == "aten::conv2d") ++count;
    return nullptr;
  };
  const auto handle =
      at::addThreadLocalCallback(at::RecordFunctionCallback(count_one).scopes({at::RecordScope::FUNCTION}));
  shipped_network().forward(some_image(), wanted);
  at::removeCallback(handle);
  return count;
}

TEST(GoogLeNet, StopsAfterTheLastWantedTap) {
  EXPECT_EQ(convolutions_for({}), 0);
  EXPECT_EQ(convolutions_for({"conv1"}), 1);
  EXPECT_EQ(convolutions_for({"conv2"}), 3);
  EXPECT_EQ(convolutions_for({"inception_3a.3x3"}), 6);
  EXPECT_EQ(convolutions_for({"inception_3a"}), 9);
  EXPECT_EQ(convolutions_for({"inception_3a", "conv1"}), 9);
  EXPECT_EQ(convolutions_for({"logits"}), 57);
}

TEST(GoogLeNet, ATapIsTheSameWhetherOrNotThePassGoesOn) {
  const at::NoGradGuard frozen;
  const auto early = shipped_network().forward(some_image(), {"inception_3b.5x5"});
  const auto late = shipped_network().forward(some_image(), {"inception_3b.5x5", "logits"});
  EXPECT_EQ(early.size(), 1U);
  EXPECT_TRUE(at::equal(early.at("inception_3b.5x5"), late.at("inception_3b.5x5")));
  EXPECT_TRUE(shipped_network().forward(some_image(), {}).empty());
}

TEST(GoogLeNet, OnlyTheImageGetsAGradient) {
  const at::Tensor leaf = some_image().requires_grad_();
  const auto seen = shipped_network().forward(leaf, {"logits"});
  // Leaves of the graph that ask for a gradient are AccumulateGrad nodes.
  std::set<torch::autograd::Node*> visited;
  std::vector<torch::autograd::Node*> open = {seen.at("logits").grad_fn().get()};
  int leaves = 0;
  while (!open.empty()) {
    auto* node = open.back();
    open.pop_back();
    if (node == nullptr || !visited.insert(node).second) continue;
    if (node->name().find("AccumulateGrad") != std::string::npos) ++leaves;
    for (const auto& edge : node->next_edges()) open.push_back(edge.function.get());
  }
  EXPECT_EQ(leaves, 1) << "the image";
  const auto without = shipped_network().forward(some_image(), {"logits"});
  EXPECT_FALSE(without.at("logits").requires_grad());
}

TEST(GoogLeNet, EachPictureOfABatchIsSeenByItself) {
  const at::NoGradGuard frozen;
  const at::Tensor two = at::cat({some_image(), some_image() * 0.5}, 0);
  const auto together = shipped_network().forward(two, {"logits"}).at("logits");
  const auto alone = shipped_network().forward(two.narrow(0, 1, 1), {"logits"}).at("logits");
  EXPECT_LT((together[1] - alone[0]).abs().max().item<float>(), 1e-3F);
}

TEST(GoogLeNet, TakesAnySizeFrom32Pixels) {
  const at::NoGradGuard frozen;
  for (const int side : {32, 33, 107, 128}) {
    const auto seen = shipped_network().forward(at::rand({1, 3, side, 40}), {"logits"});
    EXPECT_TRUE(at::isfinite(seen.at("logits")).all().item<bool>()) << side;
  }
}

TEST(GoogLeNet, ProgrammingErrorsAreCaught) {
  EXPECT_THROW(shipped_network().forward(some_image(), {"inception_9z"}), c10::Error);
  EXPECT_THROW(shipped_network().forward(at::rand({1, 3, 31, 64}), {"logits"}), c10::Error);
  EXPECT_THROW(shipped_network().forward(at::rand({3, 64, 64}), {"logits"}), c10::Error);
  EXPECT_THROW(shipped_network().forward(at::rand({1, 1, 64, 64}), {"logits"}), c10::Error);
}

class BadWeights : public testing::Test {
 protected:
  std::string reason() const {
    const auto network = make_network("googlenet", weights_, at::kCPU);
    return network ? "" : network.error().message;
  }
  StateDict weights_ = shipped_weights().tensors;
};

TEST_F(BadWeights, AreSoundToBeginWith) {
  EXPECT_EQ(reason(), "");
}

TEST_F(BadWeights, MissingTensor) {
  weights_.erase("inception_4c.3x3.bias");
  EXPECT_THAT(reason(), HasSubstr("'inception_4c.3x3.bias'"));
}

TEST_F(BadWeights, SuperfluousTensor) {
  weights_["loss1.classifier.weight"] = at::zeros({1});
  EXPECT_THAT(reason(), HasSubstr("'loss1.classifier.weight'"));
}

TEST_F(BadWeights, MisshapenTensor) {
  weights_["conv2.3x3.weight"] = at::zeros({192, 64, 3, 2});
  EXPECT_THAT(reason(), AllOf(HasSubstr("'conv2.3x3.weight'"), HasSubstr("192 x 64 x 3 x 2"),
                              HasSubstr("192 x 64 x 3 x 3")));
}

TEST_F(BadWeights, ClassifierWhoseBiasHasAnotherCount) {
  weights_["loss3.classifier.bias"] = at::zeros({999});
  EXPECT_THAT(reason(), HasSubstr("loss3.classifier.bias"));
}

TEST_F(BadWeights, NoClasses) {
  weights_["loss3.classifier.weight"] = at::zeros({0, 1024});
  weights_["loss3.classifier.bias"] = at::zeros({0});
  EXPECT_THAT(reason(), HasSubstr("loss3.classifier.weight"));
}

TEST_F(BadWeights, NotFinite) {
  at::Tensor broken = weights_["inception_3a.1x1.weight"].clone();
  broken.view(-1)[17] = std::numeric_limits<float>::quiet_NaN();
  weights_["inception_3a.1x1.weight"] = broken;
  EXPECT_THAT(reason(), AllOf(HasSubstr("'inception_3a.1x1.weight'"), HasSubstr("finite")));
}

TEST_F(BadWeights, AnyClassCountIsFine) {
  weights_["loss3.classifier.weight"] = at::rand({3, 1024});
  weights_["loss3.classifier.bias"] = at::zeros({3});
  const auto network = make_network("googlenet", weights_, at::kCPU);
  ASSERT_TRUE(network);
  EXPECT_EQ((*network)->classes(), 3);
  EXPECT_EQ((*network)->taps().back().channels, 3);
}

TEST_F(BadWeights, LaterChangesToTheDictionaryDoNotReachTheNetwork) {
  const at::NoGradGuard frozen;
  for (auto& [name, tensor] : weights_) tensor = tensor.clone();
  const auto network = make_network("googlenet", weights_, at::kCPU).value();
  const auto before = network->forward(some_image(), {"logits"}).at("logits");
  for (auto& [name, tensor] : weights_) tensor.zero_();
  EXPECT_TRUE(at::equal(network->forward(some_image(), {"logits"}).at("logits"), before));
}

TEST(Registry, NamesItsArchitectures) {
  EXPECT_THAT(architectures(), testing::Contains("googlenet"));
  const auto unknown = make_network("googlnet", {}, at::kCPU);
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, AllOf(HasSubstr("'googlnet'"), HasSubstr("'googlenet'")));
}

}  // namespace
}  // namespace birddream::net
