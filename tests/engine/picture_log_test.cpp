#include "engine/picture_log.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "image/rgb8.h"

namespace birddream::engine {
namespace {

image::PlanarView picture(int width) {
  return image::own(std::vector<float>(3 * static_cast<std::size_t>(width)), width, 1);
}

TEST(PictureLog, GivesThemInOrderAndNoMoreThanAsked) {
  PictureLog log;
  for (int width = 1; width <= 5; ++width) log.put(picture(width));
  const KeptPictures first = log.take(2);
  ASSERT_EQ(first.pictures.size(), 2U);
  EXPECT_EQ(first.pictures[0].width, 1);
  EXPECT_EQ(first.pictures[1].width, 2);
  const KeptPictures rest = log.take(100);
  ASSERT_EQ(rest.pictures.size(), 3U);
  EXPECT_EQ(rest.pictures[2].width, 5);
  EXPECT_TRUE(log.take(100).pictures.empty());
  EXPECT_EQ(rest.lost, 0);
}

TEST(PictureLog, AFullOneIsWaitedForAWhileAndThenCounted) {
  PictureLog log;
  for (std::size_t i = 0; i < PictureLog::most_waiting; ++i) log.put(picture(1));
  log.put(picture(2));
  const KeptPictures kept = log.take(100);
  EXPECT_EQ(kept.pictures.size(), PictureLog::most_waiting);
  EXPECT_EQ(kept.lost, 1);
  EXPECT_EQ(log.take(100).lost, 0) << "said once";
}

TEST(PictureLog, ADreamFasterThanItsTakerLosesNothing) {
  PictureLog log;
  constexpr int count = 300;
  std::thread dream([&] {
    for (int i = 0; i < count; ++i) log.put(picture(i + 1));
  });
  int seen = 0;
  std::int64_t lost = 0;
  while (seen + lost < count) {
    const KeptPictures kept = log.take(8);
    for (const auto& one : kept.pictures) {
      ++seen;
      EXPECT_EQ(one.width, seen);
    }
    lost += kept.lost;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  dream.join();
  EXPECT_EQ(lost, 0);
}

TEST(PictureLog, BeginsEmpty) {
  PictureLog log;
  log.put(picture(1));
  log.clear();
  EXPECT_TRUE(log.take(9).pictures.empty());
}

}  // namespace
}  // namespace birddream::engine
