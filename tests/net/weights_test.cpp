#include "net/weights.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"
#include "checkpoint/safetensors.h"
#include "net/shipped.h"

namespace birddream::net {
namespace {

using checkpoint::Dtype;
using testing::AllOf;
using testing::HasSubstr;

TEST(LoadWeights, ReadsTheShippedFile) {
  const Weights& weights = shipped_weights();
  EXPECT_EQ(weights.tensors.size(), 116U) << "57 convolutions and the classifier, no scales";
  EXPECT_EQ(weights.metadata.at("arch"), "bvlc_googlenet");
  EXPECT_EQ(weights.fingerprint.size(), 16U);
  const at::Tensor first = weights.tensors.at("conv1.7x7_s2.weight");
  EXPECT_EQ(first.scalar_type(), at::kFloat);
  EXPECT_EQ(first.sizes(), (at::IntArrayRef{64, 3, 7, 7}));
  // The float32 original's extremes.
  EXPECT_NEAR(first.abs().max().item<float>(), 1.20375F, 1e-3F);
  EXPECT_NEAR(weights.tensors.at("inception_4e.3x3.weight").abs().max().item<float>(), 0.395491F, 1e-5F);
}

class WeightsFile : public testing::Test {
 protected:
  std::string reason() const {
    const auto weights = load_weights(file_);
    return weights ? "" : weights.error().message;
  }
  void write(const std::vector<checkpoint::TensorRecord>& records) {
    ASSERT_TRUE(checkpoint::write_safetensors(file_, records, {}));
  }

  FreshFolder folder_;
  std::filesystem::path file_ = folder_ / "w.safetensors";
  std::array<float, 2> floats_ = {0.5F, 2.0F};
  std::array<std::uint16_t, 2> halves_ = {0x3c00, 0xc000};  // 1, -2
  std::array<std::int8_t, 4> levels_ = {1, -127, 100, 0};
};

TEST_F(WeightsFile, EveryElementTypeBecomesFloat) {
  write({{"full", Dtype::f32, {2}, std::as_bytes(std::span(floats_))},
         {"half", Dtype::f16, {2, 1}, std::as_bytes(std::span(halves_))},
         {"coarse", Dtype::i8, {2, 2}, std::as_bytes(std::span(levels_))},
         {"coarse.scale", Dtype::f32, {2}, std::as_bytes(std::span(floats_))},
         {"nothing", Dtype::f32, {0, 4}, {}}});
  const auto weights = load_weights(file_);
  ASSERT_TRUE(weights) << weights.error().message;
  EXPECT_EQ(weights->tensors.size(), 4U);
  EXPECT_TRUE(at::equal(weights->tensors.at("full"), at::tensor({0.5F, 2.0F})));
  EXPECT_TRUE(at::equal(weights->tensors.at("half"), at::tensor({1.0F, -2.0F}).view({2, 1})));
  EXPECT_TRUE(
      at::equal(weights->tensors.at("coarse"), at::tensor({0.5F, -63.5F, 200.0F, 0.0F}).view({2, 2})));
  EXPECT_EQ(weights->tensors.at("nothing").sizes(), (at::IntArrayRef{0, 4}));
}

TEST_F(WeightsFile, TheFingerprintFollowsTheBytes) {
  write({{"full", Dtype::f32, {2}, std::as_bytes(std::span(floats_))}});
  const std::string first = load_weights(file_)->fingerprint;
  EXPECT_EQ(load_weights(file_)->fingerprint, first);
  floats_[0] = 0.50001F;
  write({{"full", Dtype::f32, {2}, std::as_bytes(std::span(floats_))}});
  EXPECT_NE(load_weights(file_)->fingerprint, first);
}

TEST_F(WeightsFile, MessagesNameTheFileAndTheReason) {
  EXPECT_THAT(reason(), HasSubstr("w.safetensors"));
  ASSERT_TRUE(write_file_atomically(file_, std::string_view("not weights at all, just a text")));
  EXPECT_THAT(reason(), AllOf(HasSubstr("w.safetensors"), HasSubstr("header")));
  floats_[1] = std::numeric_limits<float>::infinity();
  write({{"full", Dtype::f32, {2}, std::as_bytes(std::span(floats_))}});
  EXPECT_THAT(reason(), AllOf(HasSubstr("w.safetensors"), HasSubstr("'full' holds NaN or infinite")));
  write({{"coarse", Dtype::i8, {2, 2}, std::as_bytes(std::span(levels_))}});
  EXPECT_THAT(reason(), AllOf(HasSubstr("w.safetensors"), HasSubstr("'coarse' is 8-bit")));
}

}  // namespace
}  // namespace birddream::net
