#include "base/spread.h"

#include <gtest/gtest.h>

namespace birddream {
namespace {

TEST(Spread, IsTheMedianAndTheFifthsOfEitherEnd) {
  std::vector<double> values;
  for (int i = 100; i >= 0; --i) values.push_back(i);
  const Spread spread = spread_of(values);
  EXPECT_EQ(spread.count, 101);
  EXPECT_DOUBLE_EQ(spread.median, 50);
  EXPECT_DOUBLE_EQ(spread.low, 5);
  EXPECT_DOUBLE_EQ(spread.high, 95);
}

TEST(Spread, OfFewInterpolatesAndOfNoneIsNothing) {
  EXPECT_DOUBLE_EQ(spread_of({4, 2}).median, 3);
  EXPECT_DOUBLE_EQ(spread_of({7}).high, 7);
  EXPECT_EQ(spread_of({}).count, 0);
}

}  // namespace
}  // namespace birddream
