#include "engine/rate_meter.h"

#include <gtest/gtest.h>

namespace birddream::engine {
namespace {

using namespace std::chrono_literals;

TEST(RateMeter, MeasuresASteadyRate) {
  RateMeter meter;
  RateMeter::Clock::time_point now{};
  for (int i = 0; i < 100; ++i) meter.tick(now += 25ms);
  EXPECT_NEAR(meter.per_second(now), 40.0, 0.5);
}

TEST(RateMeter, FollowsAChangeWithinItsWindow) {
  RateMeter meter;
  RateMeter::Clock::time_point now{};
  for (int i = 0; i < 100; ++i) meter.tick(now += 10ms);
  for (int i = 0; i < 30; ++i) meter.tick(now += 100ms);
  EXPECT_NEAR(meter.per_second(now), 10.0, 0.5);
}

TEST(RateMeter, SaysNothingWithoutTicksAndAfterASilence) {
  RateMeter meter;
  RateMeter::Clock::time_point now{};
  EXPECT_EQ(meter.per_second(now), 0);
  meter.tick(now);
  EXPECT_EQ(meter.per_second(now), 0);
  meter.tick(now + 100ms);
  EXPECT_GT(meter.per_second(now + 200ms), 0);
  EXPECT_EQ(meter.per_second(now + 20s), 0);
}

}  // namespace
}  // namespace birddream::engine
