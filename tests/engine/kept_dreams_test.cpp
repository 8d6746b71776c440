#include "engine/kept_dreams.h"

#include <gtest/gtest.h>

#include "engine/fake_stepper.h"

namespace birddream::engine {
namespace {

Handed dream_of(int step) {
  static const auto controls = std::make_shared<FakeControls>();
  Handed dream;
  dream.stepper = fake_stepper(controls)().value();
  dream.report.step = step;
  return dream;
}

TEST(KeptDreams, AreTakenOutByTheirNumberOnce) {
  KeptDreams kept;
  kept.keep(7, dream_of(1));
  kept.keep(8, dream_of(2));
  EXPECT_EQ(kept.take(7).report.step, 1);
  EXPECT_EQ(kept.take(7).stepper, nullptr);
  EXPECT_EQ(kept.take(8).report.step, 2);
}

TEST(KeptDreams, HoldOneOfANumber) {
  KeptDreams kept;
  kept.keep(7, dream_of(1));
  kept.keep(7, dream_of(2));
  EXPECT_EQ(kept.take(7).report.step, 2);
  EXPECT_EQ(kept.take(7).stepper, nullptr);
}

TEST(KeptDreams, TheOneKeptLongestGoes) {
  KeptDreams kept;
  for (int i = 0; i <= static_cast<int>(KeptDreams::most); ++i) kept.keep(i, dream_of(i));
  EXPECT_EQ(kept.take(0).stepper, nullptr);
  EXPECT_EQ(kept.take(1).report.step, 1);
}

}  // namespace
}  // namespace birddream::engine
