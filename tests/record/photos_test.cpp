#include "record/photos.h"

#include <gmock/gmock.h>

#include <fstream>

#include "record/test_pictures.h"

namespace birddream::record {
namespace {

using ::testing::HasSubstr;
using PhotosTest = RecordTest;

TEST_F(PhotosTest, AreKnownByTheirContent) {
  const std::string garden = folder_ / "garden.jpg", guide = folder_ / "guide.jpg",
                    other = folder_ / "other.jpg";
  for (const std::string& photo : {garden, guide, other}) std::ofstream(photo) << "picture of " << photo;
  recipe::DreamParams params;
  params.start_photo = other;  // which it does not begin with
  std::vector<SessionChange> steering(2);
  steering[0].params.start = recipe::StartKind::photo;
  steering[0].params.start_photo = garden;
  steering[1].params.targets[0].kind = recipe::ObjectiveKind::guide;
  steering[1].params.targets[0].photo = guide;
  const Photos photos = photos_of(params, steering);
  ASSERT_EQ(photos.size(), 2U);
  EXPECT_EQ(photos.at(garden).size(), 16U);
  EXPECT_NE(photos.at(garden), photos.at(guide));
  EXPECT_EQ(changed_photos(photos), "");

  std::ofstream(garden) << "another one";
  std::filesystem::remove(guide);
  EXPECT_THAT(changed_photos(photos), HasSubstr("cannot be read any more: " + guide));
  EXPECT_THAT(changed_photos(photos), HasSubstr("have changed: " + garden));
}

TEST_F(PhotosTest, WhatCannotBeReadIsNotNamed) {
  recipe::DreamParams params;
  params.start = recipe::StartKind::photo;
  params.start_photo = folder_ / "missing.jpg";
  EXPECT_TRUE(photos_of(params, {}).empty());
}

}  // namespace
}  // namespace birddream::record
