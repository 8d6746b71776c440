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
  for (int width = 1; width <= 5; ++width) log.put(1, picture(width));
  const KeptPictures first = log.take(1, 2);
  ASSERT_EQ(first.pictures.size(), 2U);
  EXPECT_EQ(first.pictures[0].width, 1);
  EXPECT_EQ(first.pictures[1].width, 2);
  const KeptPictures rest = log.take(1, 100);
  ASSERT_EQ(rest.pictures.size(), 3U);
  EXPECT_EQ(rest.pictures[2].width, 5);
  EXPECT_TRUE(log.take(1, 100).pictures.empty());
  EXPECT_EQ(rest.lost, 0);
}

TEST(PictureLog, AFullOneIsWaitedForAWhileAndThenCounted) {
  PictureLog log;
  for (std::size_t i = 0; i < PictureLog::most_waiting; ++i) log.put(1, picture(1));
  log.put(1, picture(2));
  const KeptPictures kept = log.take(1, 100);
  EXPECT_EQ(kept.pictures.size(), PictureLog::most_waiting);
  EXPECT_EQ(kept.lost, 1);
  EXPECT_EQ(log.take(1, 100).lost, 0) << "said once";
}

TEST(PictureLog, ADreamFasterThanItsTakerLosesNothing) {
  PictureLog log;
  constexpr int count = 300;
  std::thread dream([&] {
    for (int i = 0; i < count; ++i) log.put(1, picture(i + 1));
  });
  int seen = 0;
  std::int64_t lost = 0;
  while (seen + lost < count) {
    const KeptPictures kept = log.take(1, 8);
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

TEST(PictureLog, ARecordingGetsNoneOfTheOneBefore) {
  PictureLog log;
  log.put(1, picture(1));
  EXPECT_TRUE(log.take(2, 9).pictures.empty()) << "the window is ahead of the dream";
  log.put(1, picture(2));  // the step that was in hand
  EXPECT_TRUE(log.take(2, 9).pictures.empty());
  log.put(2, picture(3));
  EXPECT_TRUE(log.take(1, 9).pictures.empty());
  log.put(3, picture(4));
  const KeptPictures kept = log.take(3, 9);
  ASSERT_EQ(kept.pictures.size(), 1U);
  EXPECT_EQ(kept.pictures[0].width, 4);
}

TEST(PictureLog, NorItsLosses) {
  PictureLog log;
  for (std::size_t i = 0; i <= PictureLog::most_waiting; ++i) log.put(1, picture(1));
  EXPECT_EQ(log.take(2, 9).lost, 0);
}

TEST(PictureLog, NobodyWaitsForARecordingThatIsOver) {
  PictureLog log;
  const std::weak_ptr<const void> memory = [&] {
    image::PlanarView first = picture(1);
    log.put(1, first);
    return std::weak_ptr<const void>(first.owner);
  }();
  for (std::size_t i = 1; i < PictureLog::most_waiting; ++i) log.put(1, picture(1));
  std::thread dream([&] { log.put(1, picture(2)); });
  log.end(1);
  dream.join();
  EXPECT_TRUE(memory.expired()) << "nothing is kept alive for it";
  log.put(1, picture(3));
  EXPECT_TRUE(log.take(1, 9).pictures.empty());
  log.put(2, picture(4));
  EXPECT_EQ(log.take(2, 9).pictures.size(), 1U);
}

TEST(PictureLog, IsBoundedInBytesToo) {
  PictureLog log;
  image::PlanarView large = picture(1);  // says that it is
  large.width = 4096;
  large.height = static_cast<int>(PictureLog::most_bytes / 4096 / 12) + 1;
  log.put(1, large);
  log.put(1, picture(1));
  const KeptPictures kept = log.take(1, 9);
  EXPECT_EQ(kept.pictures.size(), 1U);
  EXPECT_EQ(kept.lost, 1);
  log.put(1, large);
  EXPECT_EQ(log.take(1, 9).pictures.size(), 1U);
}

}  // namespace
}  // namespace birddream::engine
