#include "gpu/picture_copies.h"

#include <optional>

#include "gpu/fixture.h"

namespace birddream::gpu {
namespace {

class Copies : public OnDevice {};

TEST_F(Copies, StayAsTheyWereWhenTaken) {
  Memory picture = put(std::vector<float>{1, 2, 3});
  PictureCopies copies(device, 3 * sizeof(float));
  const auto first = copies.take(picture.as<float>());
  const std::vector<float> later = {4, 5, 6};
  device->copy(picture.as<void>(), later.data(), 3 * sizeof(float), birddream_to_device);
  const auto second = copies.take(picture.as<float>());
  EXPECT_EQ(std::vector<float>(first.host, first.host + 3), (std::vector<float>{1, 2, 3}));
  EXPECT_EQ(get(first.device, 3), (std::vector<float>{1, 2, 3}));
  EXPECT_EQ(std::vector<float>(second.host, second.host + 3), later);
  EXPECT_EQ(get(second.device, 3), later);
}

TEST_F(Copies, MemoryThatNobodyLooksAtIsUsedAgain) {
  const Memory picture = put(std::vector<float>{1, 2, 3});
  PictureCopies copies(device, 3 * sizeof(float));
  std::optional<PictureCopies::Picture> first = copies.take(picture.as<float>());
  const float* const place = first->host;
  EXPECT_NE(copies.take(picture.as<float>()).host, place);
  first.reset();
  EXPECT_EQ(copies.take(picture.as<float>()).host, place);
}

TEST_F(Copies, OutliveWhoTookThem) {
  PictureCopies::Picture kept;
  {
    const Memory picture = put(std::vector<float>{7});
    PictureCopies copies(device, sizeof(float));
    kept = copies.take(picture.as<float>());
  }
  EXPECT_EQ(*kept.host, 7);
}

}  // namespace
}  // namespace birddream::gpu
