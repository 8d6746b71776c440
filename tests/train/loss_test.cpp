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
  EXPECT_NEAR(distillation_loss(logits, teacher, 2).item<double>(), golden().at("distillation").get<double>(),
              1e-6);
  EXPECT_NEAR(distillation_loss(logits, logits, 2).item<double>(), 0, 1e-6);
}

TEST(Loss, HalfPrecisionLogitsGiveAFloatLoss) {
  const at::Tensor logits = wave(12, 0.5).reshape({3, 4}).to(at::kBFloat16);
  EXPECT_EQ(cross_entropy(logits, labels(), 0).scalar_type(), at::kFloat);
}

}  // namespace
}  // namespace birddream::train
