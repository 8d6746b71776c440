#include "engine/records.h"

#include <gtest/gtest.h>

#include <thread>

namespace birddream::engine {
namespace {

LoggedStep step_of(int number) {
  LoggedStep logged;
  logged.report.step = number;
  return logged;
}

TEST(Records, TheLogIsTakenOnce) {
  Records records;
  for (int i = 0; i < 3; ++i) records.log(step_of(i));
  const auto taken = records.take_log();
  ASSERT_EQ(taken.size(), 3U);
  EXPECT_EQ(taken[2].report.step, 2);
  EXPECT_TRUE(records.take_log().empty());
}

TEST(Records, OfALogThatNobodyTakesTheNewestStays) {
  Records records;
  constexpr int steps = 100'000;
  for (int i = 0; i < steps; ++i) records.log(step_of(i));
  const auto taken = records.take_log();
  EXPECT_GE(taken.size(), 32'768U);
  EXPECT_LE(taken.size(), 65'536U);
  EXPECT_EQ(taken.back().report.step, steps - 1);
  EXPECT_EQ(taken.front().report.step, steps - static_cast<int>(taken.size())) << "none left out";
}

TEST(Records, ADreamThatTakesOverBringsItsPast) {
  Records records;
  Change start;
  records.restart(start, 1);
  start.params.jitter += 3;
  start.step = 5;
  records.note(start);
  EXPECT_EQ(records.timeline().changes().size(), 2U);
  Timeline other;
  other.restart(start, 1);
  records.take_over(other, 2);
  EXPECT_EQ(records.timeline().dream(), 2U);
  ASSERT_EQ(records.timeline().changes().size(), 1U);
  EXPECT_EQ(records.timeline().changes().front().params.jitter, start.params.jitter);
}

TEST(Records, IsAskedOnOneThreadWhileAnotherWrites) {
  Records records;
  constexpr int steps = 2000;
  std::thread writer([&] {
    for (int i = 0; i < steps; ++i) {
      records.log(step_of(i));
      EngineInfo info;
      info.device = "step " + std::to_string(i);
      records.set_info(info);
      Change change;
      change.params.jitter = i;
      records.restart(change, static_cast<std::uint64_t>(i));
    }
  });
  std::size_t taken = 0;
  while (taken < steps) {
    taken += records.take_log().size();
    const Timeline timeline = records.timeline();
    if (!timeline.changes().empty()) {
      EXPECT_EQ(timeline.changes().front().params.jitter, static_cast<int>(timeline.dream()));
    }
  }
  writer.join();
  EXPECT_EQ(records.info().device, "step 1999");
}

}  // namespace
}  // namespace birddream::engine
