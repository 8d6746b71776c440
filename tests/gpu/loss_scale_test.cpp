#include "gpu/loss_scale.h"

#include <gtest/gtest.h>

namespace birddream::gpu {
namespace {

void go_well(LossScale& scale, int steps) {
  for (int i = 0; i < steps; ++i) scale.went_well();
}

TEST(LossScale, FallsUntilThereIsNothingLess) {
  LossScale scale;
  EXPECT_EQ(scale.value(), LossScale::usual);
  EXPECT_TRUE(scale.overflowed());
  EXPECT_EQ(scale.value(), 128);
  while (scale.overflowed()) {
  }
  EXPECT_EQ(scale.value(), LossScale::smallest);
}

TEST(LossScale, RisesAgainAfterAWhileWithoutTrouble) {
  LossScale scale;
  scale.overflowed();
  go_well(scale, LossScale::patience - 1);
  EXPECT_EQ(scale.value(), 128);
  go_well(scale, 1);
  EXPECT_EQ(scale.value(), 256);
  go_well(scale, 10 * LossScale::patience);
  EXPECT_EQ(scale.value(), LossScale::usual);
}

TEST(LossScale, TroubleBeginsTheWhileAnew) {
  LossScale scale;
  scale.overflowed();
  go_well(scale, LossScale::patience - 1);
  scale.overflowed();
  go_well(scale, LossScale::patience - 1);
  EXPECT_EQ(scale.value(), 16);
}

TEST(LossScale, WhatWasNeededAgainstZerosIsRemembered) {
  LossScale scale;
  EXPECT_TRUE(scale.vanished());
  EXPECT_EQ(scale.value(), LossScale::largest);
  go_well(scale, 10 * LossScale::patience);
  EXPECT_EQ(scale.value(), LossScale::largest);
  EXPECT_FALSE(scale.vanished());
}

}  // namespace
}  // namespace birddream::gpu
