#include "net/trainable.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include "net/shipped.h"

namespace birddream::net {
namespace {

const at::Device cpu(at::kCPU);

at::Tensor logits_of(const Network& network, const at::Tensor& image, ForwardOptions options = {}) {
  return network.forward(image, {std::string(logits_tap)}, options).at(std::string(logits_tap));
}

at::Tensor some_images() {
  at::manual_seed(3);
  return at::rand({2, 3, 64, 64});
}

TEST(Trainable, ComputesWhatTheFrozenNetworkComputes) {
  const StateDict weights = shipped_weights().tensors;
  const auto frozen = make_network("googlenet", weights, cpu);
  const auto trained = make_network("googlenet", trainable(weights, cpu, [](auto&) { return true; }), cpu);
  ASSERT_TRUE(frozen && trained);
  const at::NoGradGuard no_grad;
  EXPECT_LT(
      (logits_of(**frozen, some_images()) - logits_of(**trained, some_images())).abs().max().item<float>(),
      1e-3);
}

TEST(Trainable, GradientsReachWhatIsTrainedAndTheNetworkSharesIt) {
  StateDict moving = trainable(shipped_weights().tensors, cpu, [](const std::string& name) {
    return name.starts_with("loss3") || name.starts_with("conv1");
  });
  const auto network = make_network("googlenet", moving, cpu);
  ASSERT_TRUE(network);
  const at::Tensor before = logits_of(**network, some_images());
  before.square().sum().backward();
  for (const auto& [name, tensor] : moving) {
    const bool trained = name.starts_with("loss3") || name.starts_with("conv1");
    EXPECT_EQ(tensor.requires_grad(), trained) << name;
    EXPECT_EQ(tensor.grad().defined(), trained) << name;
  }
  {
    const at::NoGradGuard no_grad;
    moving.at("loss3.classifier.bias").add_(1);
    EXPECT_TRUE(at::allclose(logits_of(**network, some_images()), before + 1, 1e-4, 1e-4));
  }
}

TEST(Trainable, DropoutChangesTheLogitsOnlyWhenAskedFor) {
  const at::NoGradGuard no_grad;
  const Network& network = shipped_network();
  const at::Tensor plain = logits_of(network, some_images());
  EXPECT_TRUE(at::equal(plain, logits_of(network, some_images())));
  EXPECT_FALSE(at::allclose(plain, logits_of(network, some_images(), {.dropout = 0.5})));
}

TEST(Trainable, AFreshClassifierDependsOnItsSeedAlone) {
  const auto one = with_fresh_classifier("googlenet", shipped_weights().tensors, 7, 1);
  const auto again = with_fresh_classifier("googlenet", shipped_weights().tensors, 7, 1);
  const auto other = with_fresh_classifier("googlenet", shipped_weights().tensors, 7, 2);
  ASSERT_TRUE(one && again && other);
  const std::string weight = "loss3.classifier.weight";
  EXPECT_EQ(one->at(weight).sizes(), (at::IntArrayRef{7, 1024}));
  EXPECT_TRUE(at::equal(one->at(weight), again->at(weight)));
  EXPECT_FALSE(at::equal(one->at(weight), other->at(weight)));
  EXPECT_NEAR(one->at(weight).std().item<float>(), 0.01, 0.001);
  EXPECT_EQ(one->at("loss3.classifier.bias").abs().max().item<float>(), 0);
  const auto network = make_network("googlenet", *one, cpu);
  ASSERT_TRUE(network);
  EXPECT_EQ((*network)->classes(), 7);
}

TEST(Trainable, AFreshClassifierNeedsAKnownArchitectureAndItsWeights) {
  const auto unknown = with_fresh_classifier("googlenot", shipped_weights().tensors, 7, 1);
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, testing::HasSubstr("googlenet"));
  const auto foreign = with_fresh_classifier("googlenet", {{"x", at::zeros({3})}}, 7, 1);
  ASSERT_FALSE(foreign);
  EXPECT_THAT(foreign.error().message, testing::HasSubstr("loss3.classifier"));
}

}  // namespace
}  // namespace birddream::net
