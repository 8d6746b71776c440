#include "checkpoint/training_log.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/fresh_folder.h"

namespace birddream::checkpoint {
namespace {

LogLine line_at(int step) {
  LogLine line;
  line.step = step;
  line.steps = 100;
  line.epoch = 0.01 * step;
  line.loss = 6.0 / step;
  return line;
}

TEST(TrainingLog, IsReadWhileItGrows) {
  const FreshFolder folder;
  LogReader reader(folder.path());
  std::vector<LogLine> lines;
  reader.read(lines);
  EXPECT_TRUE(lines.empty());
  ASSERT_TRUE(append(folder.path(), line_at(10)));
  ASSERT_TRUE(append(folder.path(), line_at(20)));
  reader.read(lines);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1].step, 20);
  EXPECT_DOUBLE_EQ(lines[1].loss, 0.3);
  // Half a line waits for its other half.
  std::ofstream(log_file(folder.path()), std::ios::app) << R"({"step": 30, "lo)";
  reader.read(lines);
  EXPECT_EQ(lines.size(), 2U);
  std::ofstream(log_file(folder.path()), std::ios::app) << "ss\": 0.25}\nnonsense\n";
  reader.read(lines);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_DOUBLE_EQ(lines[2].loss, 0.25);
}

TEST(TrainingLog, TheTimeLeftIsOfThePaceItHasNow) {
  std::vector<LogLine> lines;
  EXPECT_FALSE(seconds_left(lines));
  double seconds = 0;
  for (int step = 1; step <= 60; ++step) {
    seconds += step <= 40 ? 50 : 2;  // on a busy machine at first
    lines.push_back(line_at(step));
    lines.back().seconds = seconds;
  }
  EXPECT_DOUBLE_EQ(seconds_left(lines).value_or(-1), 40 * 2);
  EXPECT_DOUBLE_EQ(seconds_left(std::span(lines).first(1)).value_or(-1), 99 * 50) << "since it began";
  lines.back().step = 100;
  EXPECT_DOUBLE_EQ(seconds_left(lines).value_or(-1), 0);
}

TEST(TrainingLog, BeginsAnewWhenARunWasTakenBack) {
  const FreshFolder folder;
  LogReader reader(folder.path());
  std::vector<LogLine> lines;
  for (const int step : {10, 20, 30}) ASSERT_TRUE(append(folder.path(), line_at(step)));
  reader.read(lines);
  ASSERT_TRUE(rewind_log(folder.path(), 10));
  reader.read(lines);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].step, 10);
}

TEST(TrainingLog, RewindsToAStepAndDropsATornLine) {
  const FreshFolder folder;
  for (int step = 20; step <= 60; step += 20) ASSERT_TRUE(append(folder.path(), {.step = step}));
  std::ofstream(log_file(folder.path()), std::ios::app) << "{\"step\":8";
  ASSERT_TRUE(rewind_log(folder.path(), 40));
  std::ifstream file(log_file(folder.path()));
  std::string line;
  int lines = 0;
  while (std::getline(file, line)) ++lines;
  EXPECT_EQ(lines, 2);
}

}  // namespace
}  // namespace birddream::checkpoint
