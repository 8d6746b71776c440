#include "net/script_network.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <cmath>
#include <thread>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"
#include "checkpoint/script_model.h"
#include "net/open_network.h"
#include "net/weights.h"

/// The files and numbers are those of tests/golden/script_network.py.
namespace birddream::net {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

const at::Device cpu(at::kCPU);
const fs::path golden_folder = fs::path(BIRDDREAM_SOURCE_DIR) / "tests/golden";
const std::string logits(logits_tap);

const StateDict& golden() {
  static const Weights numbers = load_weights(golden_folder / "script_network.safetensors").value();
  return numbers.tensors;
}

at::Tensor waves() {
  at::Tensor image = at::empty({1, 3, 48, 64}, at::kFloat);
  auto pixel = image.accessor<float, 4>();
  for (int c = 0; c < 3; ++c) {
    for (int y = 0; y < 48; ++y) {
      for (int x = 0; x < 64; ++x) {
        pixel[0][c][y][x] = static_cast<float>(0.5 + 0.25 * std::sin(0.13 * x + 0.7 * c) +
                                               0.2 * std::sin(0.09 * (c + 1) * y + 0.3));
      }
    }
  }
  return image;
}

std::shared_ptr<const Network> tiny() {
  return load_script_network(golden_folder / "script/tiny.pt", cpu).value();
}

/// A copy of a golden file with a description of the test's own.
class OwnModel : public testing::Test {
 protected:
  void describe(const std::string& name, const std::string& json) {
    fs::copy_file(golden_folder / "script" / (name + ".pt"), folder_ / "my.pt",
                  fs::copy_options::overwrite_existing);
    ASSERT_TRUE(write_file_atomically(folder_ / "my.json", json));
  }
  Result<std::shared_ptr<const Network>> load() { return load_script_network(folder_ / "my.pt", cpu); }
  std::string reason() {
    const auto network = load();
    return network ? "" : network.error().message;
  }

  FreshFolder folder_;
  const std::string four_ = R"({"classes": ["a", "b", "c", "d"])";
};

TEST(ScriptNetwork, HasOneTap) {
  const auto network = tiny();
  ASSERT_EQ(network->taps().size(), 1U);
  EXPECT_EQ(network->taps()[0].name, logits_tap);
  EXPECT_EQ(network->taps()[0].channels, 4);
  EXPECT_EQ(network->classes(), 4);
  EXPECT_EQ(network->device(), cpu);
  EXPECT_TRUE(network->forward(waves(), {}).empty());
  EXPECT_THROW(network->forward(waves(), {"inception_4c"}), c10::Error);
  EXPECT_THROW(network->forward(waves()[0], {logits}), c10::Error);
}

TEST(ScriptNetwork, LogitsAndGradientMatchEagerPyTorch) {
  const auto network = tiny();
  for (const bool redirect : {false, true}) {
    const at::Tensor leaf = waves().requires_grad_();
    const at::Tensor seen = network->forward(leaf, {logits}, {.redirect_relu = redirect}).at(logits);
    EXPECT_LT((seen[0].detach() - golden().at("logits")).abs().max().item<float>(), 1e-5F);
    const at::Tensor gradient = torch::autograd::grad({seen[0][2]}, {leaf})[0];
    EXPECT_LT((gradient[0] - golden().at("gradient")).abs().max().item<float>(), 1e-7F);
  }
  EXPECT_GT(golden().at("gradient").abs().max().item<float>(), 1e-4F) << "so that the bound says something";
}

TEST(ScriptNetwork, IsFrozen) {
  // The file was saved in training mode: dropout or batch statistics would make each answer another.
  const auto network = tiny();
  const at::Tensor seen = network->forward(waves(), {logits}, {.training = true, .dropout = 0.5}).at(logits);
  EXPECT_FALSE(seen.requires_grad());
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(at::equal(network->forward(waves(), {logits}).at(logits), seen));
}

TEST(ScriptNetwork, AnyThreadMayRunIt) {
  const auto network = tiny();
  std::vector<at::Tensor> seen(4);
  std::vector<std::thread> threads;
  for (at::Tensor& one : seen) {
    threads.emplace_back([&one, &network] {
      for (int i = 0; i < 20; ++i) {
        const at::Tensor leaf = waves().requires_grad_();
        one = torch::autograd::grad({network->forward(leaf, {logits}).at(logits)[0][2]}, {leaf})[0];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const at::Tensor& one : seen) EXPECT_TRUE(at::equal(one, seen[0]));
}

TEST_F(OwnModel, PicturesAreScaledToTheSizeItNames) {
  describe("tiny", four_ + R"(, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "size": 32})");
  const auto network = load();
  ASSERT_TRUE(network) << network.error().message;
  const at::NoGradGuard frozen;
  const at::Tensor seen = (*network)->forward(waves(), {logits}).at(logits);
  EXPECT_LT((seen[0] - golden().at("logits_32")).abs().max().item<float>(), 1e-5F);
}

TEST_F(OwnModel, AFixedSizeHasToBeNamed) {
  describe("fixed", four_ + "}");
  EXPECT_THAT(reason(), AllOf(HasSubstr("my.pt"), HasSubstr("128 x 128 px"), HasSubstr("\"size\"")));
  EXPECT_THAT(reason(), AllOf(HasSubstr("cannot be multiplied"), testing::Not(HasSubstr("\n"))));
  describe("fixed", four_ + R"(, "size": 32})");
  const auto network = load();
  ASSERT_TRUE(network) << network.error().message;
  EXPECT_EQ((*network)->forward(waves(), {logits}).at(logits).sizes(), (at::IntArrayRef{1, 4}));
  describe("fixed", four_ + R"(, "size": 64})");
  EXPECT_THAT(reason(), AllOf(HasSubstr("64 x 64 px"), testing::Not(HasSubstr("(If"))));
}

TEST_F(OwnModel, NeedsANameForEachLogit) {
  describe("tiny", R"({"classes": ["a", "b", "c"]})");
  EXPECT_THAT(reason(), AllOf(HasSubstr("my.pt"), HasSubstr("[1, 4]"), HasSubstr("1 x 3")));
}

TEST_F(OwnModel, IsRefusedWhenItCannotBeDreamtWith) {
  describe("softmax", four_ + "}");
  EXPECT_THAT(reason(), AllOf(HasSubstr("my.pt"), HasSubstr("leave the softmax out")));
  describe("pair", four_ + "}");
  EXPECT_THAT(reason(), AllOf(HasSubstr("my.pt"), HasSubstr("Tuple"), HasSubstr("one tensor of logits")));
  describe("blind", four_ + "}");
  EXPECT_THAT(reason(), AllOf(HasSubstr("my.pt"), HasSubstr("no gradient")));
  describe("tiny", four_ + R"(, "std": [1e-60, 1, 1]})");
  EXPECT_THAT(reason(), AllOf(HasSubstr("my.pt"), HasSubstr("not finite")));
}

TEST_F(OwnModel, DamagedFilesAreNamed) {
  describe("tiny", four_ + "}");
  fs::resize_file(folder_ / "my.pt", fs::file_size(folder_ / "my.pt") / 2);
  EXPECT_THAT(reason(), AllOf(HasSubstr("my.pt: not a TorchScript file"), HasSubstr("torch.jit"),
                              testing::Not(HasSubstr("\n"))));
  for (const char* content : {"", "no archive at all"}) {
    ASSERT_TRUE(write_file_atomically(folder_ / "my.pt", content));
    EXPECT_THAT(reason(), HasSubstr("my.pt: not a TorchScript file"));
  }
  fs::remove(folder_ / "my.pt");
  EXPECT_THAT(reason(), HasSubstr("my.pt: no such file"));
  fs::create_directory(folder_ / "my.pt");
  EXPECT_THAT(reason(), HasSubstr("my.pt"));
  fs::remove(folder_ / "my.json");
  EXPECT_THAT(reason(), HasSubstr("my.json: no such file"));
}

TEST(OpenNetwork, TakesWeightsAndTorchScript) {
  const fs::path file = golden_folder / "script/tiny.pt";
  const auto script = open_network(checkpoint::script_architecture, file, cpu);
  ASSERT_TRUE(script) << script.error().message;
  EXPECT_EQ(script->network->classes(), 4);
  EXPECT_EQ(script->fingerprint, checkpoint::script_fingerprint(file).value());
  const fs::path weights = fs::path(BIRDDREAM_SOURCE_DIR) / "assets/imagenet/googlenet.safetensors";
  const auto googlenet = open_network("googlenet", weights, cpu);
  ASSERT_TRUE(googlenet) << googlenet.error().message;
  EXPECT_EQ(googlenet->network->classes(), 1000);
  EXPECT_EQ(googlenet->fingerprint, load_weights(weights)->fingerprint);
  EXPECT_THAT(open_network("googlenet", file, cpu).error().message, HasSubstr("tiny.pt"));
  EXPECT_THAT(open_network("inception_v4", weights, cpu).error().message,
              HasSubstr("googlenet.safetensors: "));
}

}  // namespace
}  // namespace birddream::net
