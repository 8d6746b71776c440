#include "train/loss.h"

#include <gtest/gtest.h>

#include "train/golden.h"

namespace birddream::train {
namespace {

const at::Tensor& labels() {
  static const at::Tensor species = at::tensor({2, 0, 3}, at::kLong);
  return species;
}

TEST(Loss, MatchesPyTorch) {
  const at::Tensor logits = wave(12, 0.5).reshape({3, 4}) * 3;
  const at::Tensor teacher = wave(12, 0.9).reshape({3, 4}) * 2;
  EXPECT_NEAR(cross_entropy(logits, labels(), 0).item<double>(), golden().at("cross_entropy").get<double>(),
              1e-6);
  EXPECT_NEAR(cross_entropy(logits, labels(), 0.1).item<double>(),
              golden().at("cross_entropy_smoothed").get<double>(), 1e-6);
  EXPECT_NEAR(distillation_loss(logits, softened({teacher}, 2), 2).item<double>(),
              golden().at("distillation").get<double>(), 1e-6);
  EXPECT_NEAR(distillation_loss(logits, softened({logits}, 2), 2).item<double>(), 0, 1e-6);
}

TEST(Loss, SeveralTeachersSpeakAsOne) {
  const at::Tensor one = wave(8, 0.5).reshape({2, 4}) * 3, other = wave(8, 0.9).reshape({2, 4}) * 2;
  const at::Tensor said = softened({one, other}, 2);
  EXPECT_TRUE(at::allclose(said.sum(1), at::ones({2})));
  EXPECT_TRUE(at::allclose(said, (at::softmax(one / 2, 1) + at::softmax(other / 2, 1)) / 2));
}

TEST(Loss, HalfPrecisionLogitsGiveAFloatLoss) {
  const at::Tensor logits = wave(12, 0.5).reshape({3, 4}).to(at::kBFloat16);
  EXPECT_EQ(cross_entropy(logits, labels(), 0).scalar_type(), at::kFloat);
}

}  // namespace
}  // namespace birddream::train
