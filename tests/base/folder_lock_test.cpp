#include "base/folder_lock.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>

#include "base/fresh_folder.h"

namespace birddream {
namespace {

namespace fs = std::filesystem;
using FolderLockTest = InFreshFolder;

TEST_F(FolderLockTest, OneAtATimeAndItLeavesNothing) {
  const fs::path folder = folder_ / "made" / "for it";
  {
    const auto lock = FolderLock::take(folder);
    ASSERT_TRUE(lock.ok()) << lock.error().message;
    const auto second = FolderLock::take(folder);
    ASSERT_FALSE(second.ok());
    EXPECT_NE(second.error().message.find("another process"), std::string::npos) << second.error().message;
  }
  EXPECT_TRUE(FolderLock::take(folder).ok());
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(FolderLockTest, AKilledHolderHoldsNothing) {
  std::array<int, 2> ready{};
  ASSERT_EQ(pipe(ready.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    const auto lock = FolderLock::take(folder_);
    const char held = lock.ok() ? 'y' : 'n';
    static_cast<void>(!write(ready[1], &held, 1));
    for (;;) pause();
  }
  char held = 0;
  ASSERT_EQ(read(ready[0], &held, 1), 1);
  EXPECT_EQ(held, 'y');
  EXPECT_FALSE(FolderLock::take(folder_).ok());
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(FolderLock::take(folder_).ok());
  close(ready[0]);
  close(ready[1]);
}

TEST_F(FolderLockTest, WhatIsNoFolderIsSaid) {
  std::ofstream(folder_ / "file") << "x";
  EXPECT_FALSE(FolderLock::take(folder_ / "file").ok());
}

}  // namespace
}  // namespace birddream
