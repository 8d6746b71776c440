#include "data/photo_draw.h"

#include <gtest/gtest.h>

#include <numeric>

namespace birddream::data {
namespace {

PhotoSet uneven() {
  PhotoSet set;
  for (int i = 0; i < 3; ++i)
    set.classes.push_back({.name = std::to_string(i), .scientific = "", .bird = true});
  for (int i = 0; i < 90; ++i) set.photos.push_back({std::to_string(i), 0});
  for (int i = 0; i < 10; ++i) set.photos.push_back({std::to_string(i), 2});  // class 1 has none
  return set;
}

std::vector<int> everything(const PhotoSet& set) {
  std::vector<int> all(set.photos.size());
  std::iota(all.begin(), all.end(), 0);
  return all;
}

double share_of_large_class(double power) {
  const PhotoSet set = uneven();
  const PhotoDraw draw(set, everything(set), power, 7);
  int large = 0;
  for (int n = 0; n < 20000; ++n) large += draw.pick(n) < 90 ? 1 : 0;
  return large / 20000.0;
}

TEST(PhotoDraw, PowerSetsHowUnevenClassesCome) {
  EXPECT_NEAR(share_of_large_class(1), 0.9, 0.01);
  EXPECT_NEAR(share_of_large_class(0), 0.5, 0.012);
  EXPECT_NEAR(share_of_large_class(0.5), 0.75, 0.012);  // 3 : 1
}

TEST(PhotoDraw, EveryPhotoOfAClassComesEquallyOften) {
  const PhotoSet set = uneven();
  const PhotoDraw draw(set, everything(set), 1, 7);
  std::vector<int> seen(100);
  for (int n = 0; n < 100000; ++n) ++seen[static_cast<std::size_t>(draw.pick(n))];
  for (const int count : seen) EXPECT_NEAR(count, 1000, 200);
}

TEST(PhotoDraw, IsAPureFunctionOfSeedAndNumber) {
  const PhotoSet set = uneven();
  const PhotoDraw one(set, everything(set), 0.5, 7), again(set, everything(set), 0.5, 7),
      other(set, everything(set), 0.5, 8);
  int equal = 0;
  for (int n = 99; n >= 0; --n) {
    EXPECT_EQ(one.pick(n), again.pick(n));
    equal += one.pick(n) == other.pick(n) ? 1 : 0;
  }
  EXPECT_LT(equal, 30);
  int changed = 0;
  for (int n = 0; n < 100; ++n) changed += one.pick(n) != one.pick(n, 1) ? 1 : 0;
  EXPECT_GT(changed, 70);
}

TEST(PhotoDraw, OnlyPhotosAmongThoseGivenCome) {
  const PhotoSet set = uneven();
  const std::vector<int> some = {3, 95};
  const PhotoDraw draw(set, some, 0, 7);
  for (int n = 0; n < 200; ++n) {
    const int photo = draw.pick(n);
    EXPECT_TRUE(photo == 3 || photo == 95);
  }
}

}  // namespace
}  // namespace birddream::data
