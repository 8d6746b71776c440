#include "net/resident_series.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <thread>

#include "base/fresh_folder.h"
#include "net/shipped.h"

namespace birddream::net {
namespace {

using checkpoint::Place;
using checkpoint::place_at;

/// Three checkpoints whose last layer's biases are all 0, 1 and 2.
class Resident : public testing::Test {
 protected:
  void SetUp() override {
    series_.folder = folder_.path();
    series_.name = "three";
    series_.architecture = "googlenet";
    series_.classes.resize(1000);
    for (int i = 0; i < 3; ++i) {
      StateDict weights = shipped_weights().tensors;
      weights["loss3.classifier.bias"] = at::full({1000}, static_cast<float>(i));
      checkpoint::CheckpointInfo info;
      info.file = std::to_string(i) + ".safetensors";
      series_.checkpoints.push_back(info);
      ASSERT_TRUE(save_weights(folder_.path() / info.file, weights, {}));
    }
    one_ = 0;
    for (const auto& [name, tensor] : shipped_weights().tensors) one_ += tensor.nbytes();
  }

  /// The mean logit of gray, which the biases move.
  static float logit(const Result<OpenedNetwork>& opened) {
    const at::NoGradGuard no_grad;
    return opened->network->forward(at::full({1, 3, 64, 64}, 0.5F), {"logits"})
        .at("logits")
        .mean()
        .item<float>();
  }

  FreshFolder folder_;
  checkpoint::Series series_;
  std::size_t one_ = 0;
};

TEST_F(Resident, BlendsBetweenCheckpoints) {
  ResidentSeries resident(series_, at::kCPU);
  const auto first = resident.open(place_at(0)), second = resident.open(place_at(1)),
             between = resident.open({0, 1, 0.25F});
  ASSERT_TRUE(first && second && between);
  EXPECT_NEAR(logit(second) - logit(first), 1, 1e-4);
  EXPECT_NEAR(logit(between) - logit(first), 0.25, 1e-4);
  EXPECT_NE(between->fingerprint, first->fingerprint);
  const auto transplanted = resident.open({0, 0, 0, 2}), mixed = resident.open({0, 1, 0.25F, 2});
  ASSERT_TRUE(transplanted && mixed);
  EXPECT_NEAR(logit(transplanted) - logit(first), 2, 1e-4) << "the trunk of one, the last layer of another";
  EXPECT_NEAR(logit(mixed) - logit(first), 2, 1e-4);
  EXPECT_NE(transplanted->fingerprint, first->fingerprint);
  EXPECT_EQ(between->fingerprint, resident.open({0, 1, 0.25F})->fingerprint);
  EXPECT_NE(between->fingerprint, resident.open({0, 1, 0.5F})->fingerprint);
}

TEST_F(Resident, NetworksInMemoryAreNotMadeAgain) {
  ResidentSeries resident(series_, at::kCPU);
  const auto first = resident.open(place_at(0)), again = resident.open(place_at(0));
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->network, again->network);
  // Only the first layer, whose channels are turned, has memory beside the weights.
  const auto graphs = resident.open({0, 1, 0.25F})->network->graphs();
  ASSERT_TRUE(graphs);
  EXPECT_EQ(graphs->from, first->network->graphs()->from);
  EXPECT_EQ(graphs->to, resident.open(place_at(1))->network->graphs()->from);
  EXPECT_EQ(graphs->share, 0.25F);
  const auto headed = resident.open({0, 0, 0, 2})->network->graphs();
  EXPECT_EQ(headed->to, nullptr);
  EXPECT_FLOAT_EQ(headed->from->nodes.back().bias.mean().item<float>(), 2);
}

TEST(MakeNetworkSharing, HasTheWeightsMemory) {
  StateDict weights = shipped_weights().tensors;
  for (auto& [name, tensor] : weights) {
    if (tensor.dim() == 4) tensor = tensor.contiguous(at::MemoryFormat::ChannelsLast);
  }
  const auto network = make_network_sharing("googlenet", weights, at::kCPU);
  ASSERT_TRUE(network);
  int shared = 0, own = 0;
  const Graph graph = (*network)->graph().value();
  for (const Graph::Node& node : graph.nodes) {
    if (!node.weight.defined()) continue;
    const bool found = std::ranges::any_of(
        weights, [&](const auto& entry) { return entry.second.data_ptr() == node.weight.data_ptr(); });
    ++(found ? shared : own);
  }
  EXPECT_EQ(own, 1) << "the first layer";
  EXPECT_GT(shared, 50);
  const at::NoGradGuard no_grad;
  const at::Tensor image = at::full({1, 3, 64, 64}, 0.5F);
  EXPECT_TRUE(at::equal(
      (*network)->forward(image, {"logits"}).at("logits"),
      make_network("googlenet", weights, at::kCPU).value()->forward(image, {"logits"}).at("logits")));
  weights["loss3.classifier.bias"] = at::full({1000}, std::nanf(""));
  EXPECT_FALSE(make_network_sharing("googlenet", weights, at::kCPU));
  EXPECT_TRUE(is_linear("googlenet"));
  EXPECT_FALSE(is_linear("inception_v4"));
  EXPECT_TRUE(keeps_its_gradient_in_bfloat16("googlenet"));
  EXPECT_FALSE(keeps_its_gradient_in_bfloat16("inception_v4")) << "no trained one was measured yet";
}

TEST_F(Resident, KeepsToItsBudget) {
  ResidentSeries resident(series_, at::kCPU, 2 * one_ + one_ / 2);
  for (const int index : {0, 1, 2, 0}) EXPECT_TRUE(resident.open(place_at(index)));
  EXPECT_EQ(resident.resident_bytes(), 2 * one_);
}

TEST_F(Resident, ReadsAheadWhileItFits) {
  ResidentSeries resident(series_, at::kCPU, 2 * one_ + one_ / 2);
  ASSERT_TRUE(resident.open(place_at(2)));
  resident.read_ahead();
  for (int tries = 0; tries < 1000 && resident.resident_bytes() < 2 * one_; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(resident.resident_bytes(), 2 * one_);
  EXPECT_TRUE(resident.open(place_at(1)));
}

TEST_F(Resident, WhatATrainingAddsIsReadAheadToo) {
  const checkpoint::Series whole = series_;
  const auto holds = [&](const ResidentSeries& resident, std::size_t checkpoints) {
    for (int tries = 0; tries < 1000 && resident.resident_bytes() < checkpoints * one_; ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return resident.resident_bytes() == checkpoints * one_;
  };
  series_.checkpoints.resize(1);
  ResidentSeries resident(series_, at::kCPU);
  ASSERT_TRUE(resident.open(place_at(0)));
  for (const std::size_t checkpoints : {2U, 3U}) {
    resident.read_ahead();
    checkpoint::Series later = whole;
    later.checkpoints.resize(checkpoints);
    resident.extend(later);
    resident.read_ahead();
    EXPECT_TRUE(holds(resident, checkpoints)) << checkpoints;
  }
}

TEST_F(Resident, WhatCannotBeReadIsSaidWhenItIsWanted) {
  std::filesystem::remove(folder_.path() / "1.safetensors");
  ResidentSeries resident(series_, at::kCPU);
  EXPECT_TRUE(resident.open(place_at(0)));
  resident.read_ahead();
  const auto missing = resident.open(place_at(1));
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, testing::HasSubstr("1.safetensors"));
  EXPECT_FALSE(resident.open(place_at(3)));
  EXPECT_FALSE(resident.open({0, -1, 0.5F}));
}

}  // namespace
}  // namespace birddream::net
