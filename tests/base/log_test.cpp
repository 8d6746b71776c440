#include "base/log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace birddream {
namespace {

TEST(Log, LinesCarryTheProgramsNameAndTheirWeight) {
  ::testing::internal::CaptureStderr();
  log::info("ready");
  log::warn("slow");
  log::error("gone");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "birddream: ready\nbirddream: warning: slow\nbirddream: error: gone\n");
}

TEST(Log, WhatForeignFilesSayCannotCommandTheTerminal) {
  ::testing::internal::CaptureStderr();
  log::warn("There is no parameter '\x1b]0;mine\x07'\nbirddream: all is well");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "birddream: warning: There is no parameter '?]0;mine?' birddream: all is well\n");
}

TEST(Log, LinesOfSeveralThreadsStayWhole) {
  constexpr int threads = 4, lines = 500;
  ::testing::internal::CaptureStderr();
  std::vector<std::thread> writers;
  for (int i = 0; i < threads; ++i) {
    writers.emplace_back([i] {
      const std::string message(60, static_cast<char>('a' + i));
      for (int line = 0; line < lines; ++line) log::info(message);
    });
  }
  for (std::thread& writer : writers) writer.join();
  std::istringstream captured(::testing::internal::GetCapturedStderr());
  int count = 0;
  for (std::string line; std::getline(captured, line); ++count) {
    ASSERT_EQ(line.size(), 71U) << line;
    ASSERT_EQ(std::ranges::count(line, line.back()),
              60 + std::ranges::count(std::string("birddream: "), line.back()));
  }
  EXPECT_EQ(count, threads * lines);
}

}  // namespace
}  // namespace birddream
