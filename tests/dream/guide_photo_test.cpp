#include "dream/guide_photo.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "base/fresh_folder.h"
#include "image/png.h"

namespace birddream::dream {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class GuidePhotoTest : public InFreshFolder {
 protected:
  void write(int width, int height) const {
    ASSERT_TRUE(image::write_png(file_, image::Rgb8(width, height)));
  }

  // Of each test its own: what was read once is remembered.
  const fs::path file_ = folder_ / "guide_photo.png";
};

TEST_F(GuidePhotoTest, ItsShorterSideIsThatOfABird) {
  write(640, 320);
  const auto photo = guide_photo(file_.string());
  ASSERT_TRUE(photo.ok()) << photo.error().message;
  EXPECT_EQ((*photo)->width, 320);
  EXPECT_EQ((*photo)->height, 160);
  EXPECT_EQ((*photo)->planar.size(), 3U * 320 * 160);
}

TEST_F(GuidePhotoTest, ItIsDecodedOnceUntilTheFileChanges) {
  write(200, 200);
  const auto first = guide_photo(file_.string());
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_EQ(guide_photo(file_.string()).value(), *first);
  write(400, 200);
  const auto other = guide_photo(file_.string());
  ASSERT_TRUE(other.ok());
  EXPECT_EQ((*other)->width, 320) << "as it is now";
  fs::remove(file_);
  EXPECT_EQ(guide_photo(file_.string()).value(), *other) << "remembered";
}

TEST_F(GuidePhotoTest, WhatWasNeverReadIsSaid) {
  EXPECT_THAT(guide_photo(file_.string()).error().message, HasSubstr("guide_photo"));
  EXPECT_THAT(guide_photo("").error().message, HasSubstr("needs a photo"));
}

}  // namespace
}  // namespace birddream::dream
