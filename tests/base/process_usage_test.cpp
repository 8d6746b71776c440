#include "base/process_usage.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

namespace birddream {
namespace {

TEST(ProcessUsage, AgeGoesOnWithTheClock) {
  const double before = seconds_since_start();
  EXPECT_GE(before, 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_GE(seconds_since_start(), before + 0.02);
}

TEST(ProcessUsage, WorkTakesProcessorTimeAndMemory) {
  const double before = processor_seconds();
  std::vector<unsigned char> taken(std::size_t{64} << 20, 1);
  // Ends only because work is counted.
  while (processor_seconds() < before + 0.02) {
    for (unsigned char& one : taken) one = static_cast<unsigned char>(one + 1);
  }
  EXPECT_GE(processor_seconds(), before + 0.02);
  EXPECT_GE(peak_memory(), taken.size());
}

TEST(ProcessUsage, AThreadsTimeIsItsOwn) {
  const double before = thread_processor_seconds();
  double others = 0;
  std::thread([&others] {
    const double begun = thread_processor_seconds();
    while (thread_processor_seconds() < begun + 0.05) continue;
    others = thread_processor_seconds();
  }).join();
  EXPECT_GE(others, 0.05);
  EXPECT_LT(thread_processor_seconds() - before, 0.05) << "waiting costs none";
}

}  // namespace
}  // namespace birddream
