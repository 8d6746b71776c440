#include "ui/step_log.h"

#include <gtest/gtest.h>

namespace birddream::ui {
namespace {

engine::LoggedStep at(int step) {
  engine::LoggedStep logged;
  logged.report.step = step;
  return logged;
}

TEST(StepLog, KeepsEveryStepOfAnOrdinaryDream) {
  StepLog log;
  for (int step = 1; step <= 2000; ++step) log.add(at(step));
  ASSERT_EQ(log.steps().size(), 2000U);
  EXPECT_EQ(log.steps()[1233].report.step, 1234);
}

TEST(StepLog, OfALongOneItKeepsTheWholeWayEverCoarser) {
  StepLog log;
  for (int step = 1; step <= 300'000; ++step) {
    log.add(at(step));
    ASSERT_LE(log.steps().size(), StepLog::most);
    ASSERT_EQ(log.back().report.step, step) << "the newest is always there";
  }
  const Steps& steps = log.steps();
  EXPECT_GT(steps.size(), StepLog::most / 2 - 1);
  const int every = steps[1].report.step - steps[0].report.step;
  EXPECT_EQ(steps[0].report.step, every);
  for (std::size_t i = 2; i + 1 < steps.size(); ++i)
    ASSERT_EQ(steps[i].report.step - steps[i - 1].report.step, every) << i;
  log.clear();
  EXPECT_TRUE(log.empty());
  log.add(at(1));
  log.add(at(2));
  EXPECT_EQ(log.steps().size(), 2U) << "a new dream is kept finely again";
}

}  // namespace
}  // namespace birddream::ui
