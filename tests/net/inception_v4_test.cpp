#include "net/inception_v4.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <cmath>

#include "net/compare.h"
#include "net/inception_v4_layout.h"
#include "net/trainable.h"
#include "net/weights.h"

namespace birddream::net {
namespace {

using testing::HasSubstr;

const at::Device cpu(at::kCPU);
constexpr int classes = 20;
const std::string logits(logits_tap);

/// The formula of tests/golden/inception_v4.py: -1..1 from a name and a place.
at::Tensor uniform(const std::string& name, const std::vector<std::int64_t>& shape) {
  std::uint32_t seed = 2166136261U;
  for (const char c : name) seed = (seed ^ static_cast<unsigned char>(c)) * 16777619U;
  at::Tensor tensor = at::empty(shape, at::kFloat);
  float* values = tensor.mutable_data_ptr<float>();
  for (std::int64_t i = 0; i < tensor.numel(); ++i) {
    std::uint32_t x = static_cast<std::uint32_t>(i) * 0x9E3779B9U + seed;
    x ^= x >> 16;
    x *= 0x21F0AAADU;
    x ^= x >> 15;
    x *= 0x735A2D97U;
    x ^= x >> 15;
    double value = static_cast<double>(x) / 2147483648.0 - 1;
    if (name.ends_with("running_var"))
      value = 1 + 0.5 * value;
    else if (name.ends_with("bn.weight"))
      value = 1 + 0.2 * value;
    else if (shape.size() == 1)
      value *= 0.1;
    else if (shape.size() != 3)
      value *= std::sqrt(6.0 * static_cast<double>(shape[0]) / static_cast<double>(tensor.numel()));
    values[i] = static_cast<float>(value);
  }
  return tensor;
}

at::Tensor picture(const std::string& name) {
  return (uniform(name, {3, 107, 139}) * 0.5 + 0.5).unsqueeze(0);
}

const StateDict& made_up_weights() {
  static const StateDict weights = [] {
    StateDict state = random_weights("inception_v4", classes, 1).value();
    for (auto& [name, tensor] : state) tensor = uniform(name, tensor.sizes().vec());
    return state;
  }();
  return weights;
}

const StateDict& golden() {
  static const Weights numbers =
      load_weights(std::filesystem::path(BIRDDREAM_SOURCE_DIR) / "tests/golden/inception_v4.safetensors")
          .value();
  return numbers.tensors;
}

std::shared_ptr<const Network> network(BatchNorm batch_norm) {
  StateReader state(made_up_weights(), cpu);
  return make_inception_v4(state, cpu, batch_norm).value();
}

TEST(InceptionV4, HasTheConvolutionsOfThePaper) {
  int convolutions = 0;
  for (const BlockPlan& block : inception_v4_layout()) {
    for (const BranchPlan& branch : block.branches)
      convolutions += static_cast<int>(branch.chain.size() + branch.fork.size());
  }
  EXPECT_EQ(convolutions, 149);
  std::int64_t parameters = 0;
  const StateDict whole = random_weights("inception_v4", 1000, 1).value();
  for (const auto& [name, tensor] : whole) {
    if (is_learnt(name)) parameters += tensor.numel();
  }
  EXPECT_EQ(parameters, 42679816);  // timm's count
}

TEST(InceptionV4, MatchesTimmFoldedAndNot) {
  for (const BatchNorm kind : {BatchNorm::folded, BatchNorm::apart}) {
    const auto net = network(kind);
    const at::Tensor x = picture("picture 0").requires_grad_(true);
    const at::Tensor seen = net->forward(x, {logits}).at(logits);
    EXPECT_LT((seen[0].detach() - golden().at("logits")).abs().max().item<double>(), 1e-3);
    const at::Tensor gradient = torch::autograd::grad({seen[0][3]}, {x})[0];
    EXPECT_GE(cosine(gradient, golden().at("gradient")), 0.9999);
  }
}

TEST(InceptionV4, TrainingModeMatchesTimmAndMovesTheStatistics) {
  const StateDict moving = trainable(made_up_weights(), cpu, [](const std::string&) { return true; });
  const auto net = make_network("inception_v4", moving, cpu).value();
  const at::NoGradGuard no_grad;
  const at::Tensor batch = at::cat({picture("picture 0"), picture("picture 1")});
  const at::Tensor seen = net->forward(batch, {logits}, {.training = true}).at(logits);
  // The last blocks' statistics are of 12 values a channel, which magnifies rounding: timm in float32 is 2e-3
  // from timm in float64 itself.
  EXPECT_LT((seen - golden().at("training_logits")).abs().max().item<double>(), 2e-2);
  int compared = 0;
  for (const auto& [name, wanted] : golden()) {
    const auto statistics = [&](const char* kind) {
      return moving.at(name.substr(name.find('.') + 1) + kind);
    };
    if (name.starts_with("mean."))
      EXPECT_TRUE(at::allclose(statistics(".bn.running_mean"), wanted, 3e-3, 1e-3)) << name;
    else if (name.starts_with("var."))
      EXPECT_TRUE(at::allclose(statistics(".bn.running_var"), wanted, 3e-3, 1e-3)) << name;
    else
      continue;
    ++compared;
  }
  EXPECT_EQ(compared, 8);
}

TEST(InceptionV4, AFrozenTrunkKeepsItsStatistics) {
  const StateDict head = trainable(made_up_weights(), cpu,
                                   [](const std::string& name) { return name.starts_with("last_linear"); });
  const auto net = make_network("inception_v4", head, cpu).value();
  const at::Tensor seen = net->forward(picture("picture 0"), {logits}, {.training = true}).at(logits);
  EXPECT_LT((seen[0].detach() - golden().at("logits")).abs().max().item<double>(), 1e-3);
  seen.sum().backward();
  EXPECT_TRUE(head.at("last_linear.weight").grad().defined());
  EXPECT_FALSE(head.at("features.0.conv.weight").requires_grad());
}

TEST(InceptionV4, TapsHaveTheChannelsTheySay) {
  const at::NoGradGuard no_grad;
  const auto net = network(BatchNorm::folded);
  std::set<std::string> all;
  for (const Tap& tap : net->taps()) all.insert(tap.name);
  EXPECT_EQ(all.size(), net->taps().size());
  const Activations seen = net->forward(picture("picture 0").slice(3, 0, 107), all);
  for (const Tap& tap : net->taps()) EXPECT_EQ(seen.at(tap.name).size(1), tap.channels) << tap.name;
  EXPECT_EQ(seen.at("inception_c_3").sizes(), (at::IntArrayRef{1, 1536, 2, 2}));
}

TEST(InceptionV4, SaysWhatDoesNotFit) {
  StateDict weights = made_up_weights();
  weights.erase("features.18.branch1.2.bn.bias");
  const auto missing = make_network("inception_v4", weights, cpu);
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, HasSubstr("features.18.branch1.2.bn.bias"));
  weights = made_up_weights();
  weights["features.0.bn.num_batches_tracked"] = at::zeros({});  // as PyTorch saves it
  EXPECT_TRUE(make_network("inception_v4", weights, cpu));
  weights["features.22.conv.weight"] = at::zeros({1});
  EXPECT_THAT(make_network("inception_v4", weights, cpu).error().message, HasSubstr("features.22"));
  EXPECT_THROW(network(BatchNorm::folded)->forward(at::zeros({1, 3, 64, 64}), {logits}), c10::Error);
}

TEST(RandomWeights, DependOnTheSeedAloneAndMakeAWorkingNetwork) {
  const StateDict one = random_weights("googlenet", 5, 1).value(),
                  again = random_weights("googlenet", 5, 1).value();
  const StateDict other = random_weights("googlenet", 5, 2).value();
  for (const auto& [name, tensor] : one) EXPECT_TRUE(at::equal(tensor, again.at(name))) << name;
  EXPECT_FALSE(at::equal(one.at("conv1.7x7_s2.weight"), other.at("conv1.7x7_s2.weight")));
  EXPECT_EQ(make_network("googlenet", one, cpu).value()->classes(), 5);
  EXPECT_FALSE(random_weights("googlenot", 5, 1));
}

}  // namespace
}  // namespace birddream::net
