#include "base/background.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

namespace birddream {
namespace {

void wait_for(Background& background) {
  while (background.busy()) {
    background.finish();
    std::this_thread::yield();
  }
}

TEST(Background, WorksInOrderElsewhereAndEndsHere) {
  Background background;
  const auto here = std::this_thread::get_id();
  std::vector<int> ended;
  for (int i = 0; i < 100; ++i) {
    background.run([&, i]() -> Background::Then {
      EXPECT_NE(std::this_thread::get_id(), here);
      return [&, i] {
        EXPECT_EQ(std::this_thread::get_id(), here);
        ended.push_back(i);
      };
    });
  }
  EXPECT_TRUE(background.busy());
  EXPECT_TRUE(ended.empty()) << "nothing happens before finish()";
  wait_for(background);
  ASSERT_EQ(ended.size(), 100U);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(ended[static_cast<std::size_t>(i)], i);
  EXPECT_FALSE(background.busy());
}

/// Two pieces of work, the second given by the first one's end; each end counts.
void give_work_whose_end_gives_more(Background& background, int& ends) {
  background.run([&]() -> Background::Then {
    return [&] {
      ++ends;
      background.run([&]() -> Background::Then { return [&] { ++ends; }; });
    };
  });
}

TEST(Background, AnEndMayGiveMoreWork) {
  Background background;
  int ends = 0;
  give_work_whose_end_gives_more(background, ends);
  background.run([]() -> Background::Then { return {}; });
  wait_for(background);
  EXPECT_EQ(ends, 2);
}

TEST(Background, SaysWhichFileItIsAt) {
  Background background;
  std::atomic<int> begun{0}, wanted{0};
  const auto held = [&](int number) {
    return [&, number]() -> Background::Then {
      begun = number;
      while (wanted < number) std::this_thread::yield();
      return {};
    };
  };
  EXPECT_EQ(background.at(), "");
  background.run(held(1), "/photos/wren.jpg");
  background.run(held(2));
  while (begun < 1) std::this_thread::yield();
  EXPECT_EQ(background.at(), "/photos/wren.jpg");
  wanted = 1;
  while (begun < 2) std::this_thread::yield();
  EXPECT_EQ(background.at(), "") << "not named";
  wanted = 2;
  wait_for(background);
  EXPECT_EQ(background.at(), "");
}

TEST(Background, IsWaitedForWithAllThatFollows) {
  Background background;
  int ends = 0;
  give_work_whose_end_gives_more(background, ends);
  background.wait();
  EXPECT_EQ(ends, 2);
  EXPECT_FALSE(background.busy());
  background.wait();
}

TEST(Background, WhatWasGivenIsDoneBeforeItEnds) {
  std::atomic<int> done{0};
  bool ended = false;
  {
    Background background;
    for (int i = 0; i < 50; ++i) {
      background.run([&]() -> Background::Then {
        ++done;
        return [&] { ended = true; };
      });
    }
  }
  EXPECT_EQ(done, 50);
  EXPECT_FALSE(ended) << "whoever wanted it is gone";
}

}  // namespace
}  // namespace birddream
