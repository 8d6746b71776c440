#include "base/prefetch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <new>

namespace birddream {
namespace {

TEST(Prefetch, HandsOutInOrderWhateverTheThreads) {
  for (const int threads : {1, 4}) {
    Prefetch<std::int64_t> squares([](std::int64_t n) { return n * n; }, 3, 100, threads, 5);
    for (std::int64_t n = 3; n < 100; ++n) ASSERT_EQ(squares.next(), n * n);
  }
}

TEST(Prefetch, RunsNoFurtherAheadThanAllowed) {
  std::atomic<std::int64_t> furthest{-1};
  {
    Prefetch<int> made(
        [&](std::int64_t n) {
          furthest = std::max(furthest.load(), n);
          return 0;
        },
        0, 1000, 1, 3);
    made.next();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_LE(furthest.load(), 3);
}

TEST(Prefetch, WhatIsThrownComesInItsPlace) {
  Prefetch<std::int64_t> some(
      [](std::int64_t n) -> std::int64_t {
        if (n == 2) throw std::bad_alloc();
        return n;
      },
      0, 10, 3, 4);
  EXPECT_EQ(some.next(), 0);
  EXPECT_EQ(some.next(), 1);
  EXPECT_THROW(some.next(), std::bad_alloc);
  EXPECT_EQ(some.next(), 3);
}

TEST(Prefetch, MayBeLeftUnread) {
  Prefetch<std::vector<int>> unread([](std::int64_t) { return std::vector<int>(1000); }, 0, 1000, 3, 4);
}

}  // namespace
}  // namespace birddream
