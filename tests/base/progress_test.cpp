#include "base/progress.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "base/log.h"

namespace birddream {
namespace {

TEST(Progress, LineHasBarCountAndTimeLeft) {
  EXPECT_EQ(Progress::line("flamingo", 0, 96, "steps", 0.0),
            "flamingo  [........................]  0 / 96 steps");
  EXPECT_EQ(Progress::line("flamingo", 48, 96, "steps", 61.0),
            "flamingo  [############............]  48 / 96 steps, 1:01 left");
  EXPECT_EQ(Progress::line("hen", 1, 4, "frames", 2400.0),
            "hen  [######..................]  1 / 4 frames, 2:00:00 left");
  EXPECT_EQ(Progress::line("hen", 4, 4, "frames", 5.2),
            "hen  [########################]  4 / 4 frames, 0:05");
}

TEST(Progress, LineStandsImpossibleCounts) {
  EXPECT_EQ(Progress::line("x", 9, 4, "steps", 1.0), Progress::line("x", 4, 4, "steps", 1.0));
  EXPECT_EQ(Progress::line("x", -9, 4, "steps", 1.0), Progress::line("x", 0, 4, "steps", 1.0));
  EXPECT_EQ(Progress::line("x", 0, 0, "steps", 1.0), Progress::line("x", 0, 1, "steps", 1.0));
  EXPECT_NE(Progress::line("x", 1, 2000000000, "steps", 1e9).find("99:59:59 left"), std::string::npos);
}

TEST(Progress, LogsGetAFewPlainLines) {
  ::testing::internal::CaptureStderr();
  {
    Progress progress("hen", 50);
    for (int i = 1; i <= 50; ++i) progress.advance_to(i);
  }
  const std::string text = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::ranges::count(text, '\n'), 2) << text;
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_NE(text.find("50 / 50 steps"), std::string::npos);
}

/// What `write` writes to stderr when that is a terminal of so many columns.
std::string on_terminal(unsigned short columns, const std::function<void()>& write) {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0) return "";
  const int terminal = ::open(::ptsname(master), O_RDWR | O_NOCTTY);
  const winsize size{24, columns, 0, 0};
  ::ioctl(terminal, TIOCSWINSZ, &size);
  const int before = ::dup(STDERR_FILENO);
  ::dup2(terminal, STDERR_FILENO);
  write();
  ::dup2(before, STDERR_FILENO);
  ::close(before);
  ::close(terminal);
  std::string text;
  char part[4096];
  for (ssize_t got; (got = ::read(master, part, sizeof part)) > 0;)
    text.append(part, static_cast<std::size_t>(got));
  ::close(master);
  return text;
}

TEST(Progress, TerminalsGetOneLineRedrawn) {
  const std::string text = on_terminal(200, [] {
    Progress progress("hen", 3);
    progress.advance_to(1);
    progress.advance_to(3);
  });
  EXPECT_EQ(std::ranges::count(text, '\n'), 1) << text;
  EXPECT_EQ(text.rfind("\rhen  [", 0), 0U) << text;
  EXPECT_NE(text.find("1 / 3 steps"), std::string::npos) << text;
  EXPECT_NE(text.find("3 / 3 steps"), std::string::npos) << text;
}

TEST(Progress, WhatIsSaidMeanwhileStandsAboveTheLine) {
  const std::string text = on_terminal(200, [] {
    {
      Progress progress("hen", 3);
      progress.advance_to(1);
      log::warn("a photo is left out");
    }
    log::info("ready");
  });
  const std::string drawn = "\r" + Progress::line("hen", 1, 3, "steps", 0) + "\033[K";
  EXPECT_EQ(text, drawn + "\r\033[Kbirddream: warning: a photo is left out\r\n" + drawn +
                      "\r\nbirddream: ready\r\n");
}

TEST(Progress, ANarrowTerminalGetsAShortLine) {
  const std::string text = on_terminal(20, [] { Progress("a long label that needs room", 2).advance_to(2); });
  const auto end = text.find("\033[K");
  ASSERT_NE(end, std::string::npos) << text;
  EXPECT_EQ(end, 20U);  // the carriage return and 19 characters
}

}  // namespace
}  // namespace birddream
