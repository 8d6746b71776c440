#include "base/mailbox.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace birddream {
namespace {

using namespace std::chrono_literals;

TEST(Mailbox, HoldsTheNewestOnly) {
  Mailbox<int> box;
  EXPECT_FALSE(box.take().has_value());
  box.put(1);
  box.put(2);
  EXPECT_EQ(box.take(), 2);
  EXPECT_FALSE(box.take().has_value());
}

TEST(Mailbox, WaitingEndsWhenTheTimeIsUp) {
  Mailbox<int> box;
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_FALSE(box.take_within(20ms).has_value());
  EXPECT_GE(std::chrono::steady_clock::now() - begun, 20ms);
}

TEST(Mailbox, WaitingEndsWhenSomethingComes) {
  Mailbox<std::unique_ptr<int>> box;
  std::thread writer([&] {
    std::this_thread::sleep_for(10ms);
    box.put(std::make_unique<int>(7));
  });
  const auto begun = std::chrono::steady_clock::now();
  const auto got = box.take_within(60s);
  writer.join();
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(**got, 7);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 30s);
}

/// A value that would show a torn hand-over.
struct Letter {
  int writer = 0;
  int number = 0;
  std::vector<int> copies;
};

TEST(Mailbox, ManyWritersAndReadersSeeWholeValuesOnceAndInOrder) {
  constexpr int writers = 3, readers = 2, letters = 4000;
  Mailbox<Letter> box;
  std::atomic<int> writing{writers}, torn{0}, stale{0}, taken{0};
  std::vector<std::atomic<int>> seen(writers * letters);
  std::vector<std::thread> threads;
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      for (int number = 0; number < letters; ++number)
        box.put({writer, number, std::vector<int>(16, number)});
      --writing;
    });
  }
  for (int reader = 0; reader < readers; ++reader) {
    threads.emplace_back([&] {
      int newest[writers] = {-1, -1, -1};
      while (true) {
        const bool last = writing == 0;
        const auto letter = box.take_within(1ms);
        if (!letter && last) return;
        if (!letter) continue;
        ++taken;
        if (std::ranges::count(letter->copies, letter->number) != 16) ++torn;
        if (letter->number <= newest[letter->writer]) ++stale;
        newest[letter->writer] = letter->number;
        ++seen[static_cast<std::size_t>(letter->writer * letters + letter->number)];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(stale, 0);
  EXPECT_GT(taken, 0);
  EXPECT_TRUE(std::ranges::all_of(seen, [](const auto& count) { return count <= 1; }));
  // Whoever wrote last of all wrote the last of its letters, and nobody replaced it.
  bool a_last_one = false;
  for (int writer = 0; writer < writers; ++writer) {
    a_last_one = a_last_one || seen[static_cast<std::size_t>((writer + 1) * letters - 1)] == 1;
  }
  EXPECT_TRUE(a_last_one);
}

}  // namespace
}  // namespace birddream
