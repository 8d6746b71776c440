#include "base/child_process.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/fresh_folder.h"

namespace birddream {
namespace {

using namespace std::chrono_literals;
using State = ChildProcess::State;

using ChildProcessTest = InFreshFolder;

bool ends(ChildProcess& child) {
  for (int i = 0; i < 2000 && child.state() != State::ended; ++i) std::this_thread::sleep_for(5ms);
  return child.state() == State::ended;
}

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST_F(ChildProcessTest, TellsHowItEndedAndWhatItSaid) {
  const auto log = folder_ / "log";
  auto child = ChildProcess::start("/bin/sh", {"-c", "echo out; echo err >&2; exit 7"}, log);
  ASSERT_TRUE(child);
  ASSERT_TRUE(ends(*child));
  EXPECT_EQ(child->exit_status(), 7);
  EXPECT_EQ(text_of(log), "out\nerr\n");
}

TEST_F(ChildProcessTest, IsEndedAtOnceWhereItDoesNotEndByItself) {
  auto child = ChildProcess::start("/bin/sh", {"-c", "trap '' INT; echo deaf; while :; do sleep 0.01; done"},
                                   folder_ / "log");
  ASSERT_TRUE(child);
  while (text_of(folder_ / "log") != "deaf\n") std::this_thread::sleep_for(1ms);
  child->interrupt();
  EXPECT_EQ(child->state(), State::running);
  child->kill();
  ASSERT_TRUE(ends(*child));
  EXPECT_EQ(child->exit_status(), 128 + 9);
}

TEST_F(ChildProcessTest, IsPausedContinuedAndEndedInOrder) {
  const auto log = folder_ / "log";
  auto child = ChildProcess::start(
      "/bin/sh", {"-c", "trap 'echo saved; exit 3' INT; echo ready; while :; do sleep 0.01; done"}, log);
  ASSERT_TRUE(child);
  for (int i = 0; i < 2000 && text_of(log) != "ready\n"; ++i) std::this_thread::sleep_for(5ms);
  child->pause();
  EXPECT_EQ(child->state(), State::paused);
  child->go_on();
  EXPECT_EQ(child->state(), State::running);
  child->pause();
  child->interrupt();
  ASSERT_TRUE(ends(*child)) << "a paused one too";
  EXPECT_EQ(child->exit_status(), 3);
  EXPECT_EQ(text_of(log), "ready\nsaved\n");
}

TEST_F(ChildProcessTest, DoesNotOutliveItsOwner) {
  const auto log = folder_ / "log";
  {
    auto child = ChildProcess::start(
        "/bin/sh", {"-c", "trap 'echo saved; exit' INT; while :; do sleep 0.01; done"}, log);
    ASSERT_TRUE(child);
    std::this_thread::sleep_for(100ms);
  }
  EXPECT_EQ(text_of(log), "saved\n");
}

TEST_F(ChildProcessTest, AProgramThatIsNotThereEndsAtOnce) {
  auto child = ChildProcess::start(folder_ / "none", {}, folder_ / "log");
  ASSERT_TRUE(child);
  ASSERT_TRUE(ends(*child));
  EXPECT_EQ(child->exit_status(), 127);
  EXPECT_FALSE(ChildProcess::start("/bin/true", {}, folder_ / "no" / "log"));
}

}  // namespace
}  // namespace birddream
