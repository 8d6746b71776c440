#include "engine/share_meter.h"

#include <gtest/gtest.h>

namespace birddream::engine {
namespace {

using namespace std::chrono_literals;

TEST(ShareMeter, TellsHowMuchOfTheTimeWentToIt) {
  ShareMeter meter;
  ShareMeter::Clock::time_point now{};
  for (int i = 0; i < 100; ++i) {
    meter.add(now, now + 10ms);
    now += 40ms;
  }
  EXPECT_NEAR(meter.share(now), 0.25, 0.01);
}

TEST(ShareMeter, FollowsAChangeWithinItsWindow) {
  ShareMeter meter;
  ShareMeter::Clock::time_point now{};
  const auto work = [&](auto busy, auto idle) {
    for (int i = 0; i < 60; ++i) {
      meter.add(now, now + busy);
      now += busy + idle;
    }
  };
  work(10ms, 30ms);
  work(20ms, 20ms);
  EXPECT_NEAR(meter.share(now), 0.5, 0.02);
}

TEST(ShareMeter, IsNothingBeforeAndFadesAfter) {
  ShareMeter meter;
  ShareMeter::Clock::time_point now{};
  EXPECT_EQ(meter.share(now), 0);
  meter.add(now, now + 100ms);
  EXPECT_NEAR(meter.share(now + 100ms), 1, 1e-9);
  EXPECT_LT(meter.share(now + 10s), 0.02);
  meter.reset();
  EXPECT_EQ(meter.share(now + 100ms), 0);
}

}  // namespace
}  // namespace birddream::engine
