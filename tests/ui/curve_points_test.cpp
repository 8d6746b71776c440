#include "ui/curve_points.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace birddream::ui {
namespace {

Steps history_of(int count) {
  Steps steps(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    steps[static_cast<std::size_t>(i)].report.step = i + 1;
    steps[static_cast<std::size_t>(i)].report.objective = std::sin(0.01F * static_cast<float>(i));
  }
  return steps;
}

float objective(const engine::LoggedStep& logged) {
  return logged.report.objective;
}

TEST(CurvePoints, OfFewStepsAreEachStep) {
  const CurvePoints points = points_of(history_of(50), objective, 300);
  ASSERT_EQ(points.steps.size(), 50U);
  EXPECT_EQ(points.steps[49], 50);
  EXPECT_TRUE(points_of({}, objective, 300).steps.empty());
}

TEST(CurvePoints, OfManyStepsAreTwoAColumnWithEverySpike) {
  Steps steps = history_of(4000);
  steps[1777].report.objective = 40;
  steps[2345].report.objective = -30;
  const CurvePoints points = points_of(steps, objective, 200);
  EXPECT_LE(points.steps.size(), 400U);
  EXPECT_TRUE(std::ranges::is_sorted(points.steps));
  EXPECT_EQ(std::ranges::max(points.values), 40);
  EXPECT_EQ(std::ranges::min(points.values), -30);
  EXPECT_EQ(
      points.steps[static_cast<std::size_t>(std::ranges::max_element(points.values) - points.values.begin())],
      1778);
}

TEST(CurvePoints, AValueThatWasNotMeasuredBreaksTheLineOnlyWhereThereIsNone) {
  Steps steps = history_of(400);
  for (std::size_t i = 0; i < 400; ++i) {
    if (i < 100 || i % 2 == 0) steps[i].report.objective = std::nanf("");
  }
  const CurvePoints points = points_of(steps, objective, 40);
  for (std::size_t i = 0; i < points.steps.size(); ++i)
    EXPECT_EQ(std::isnan(points.values[i]), points.steps[i] <= 100) << points.steps[i];
}

}  // namespace
}  // namespace birddream::ui
