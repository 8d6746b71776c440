#include "data/photo_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "data/photo_folder.h"

namespace birddream::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> names(const PhotoSet& set) {
  std::vector<std::string> all;
  for (const auto& one : set.classes) all.push_back(one.name);
  return all;
}

std::string said(const PhotoSet& set) {
  std::string all;
  for (const std::string& note : set.notes) all += note + "\n";
  return all;
}

TEST(PhotoSet, AFolderPerClassNamesTheClasses) {
  PhotoFolder folder;
  folder.photo("blue_jay/1.png");
  folder.photo("blue_jay/2.PNG");
  folder.photo("Wren/1.png");
  folder.text("Wren/notes.txt", "x");
  folder.empty_folder("zebra finch");
  const auto set = find_photos(folder.path());
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->layout, "a folder per class");
  EXPECT_THAT(names(*set), ElementsAre("Wren", "blue jay"));
  EXPECT_THAT(photos_by_class(*set), ElementsAre(1, 2));
  EXPECT_THAT(said(*set), HasSubstr("zebra finch"));
  EXPECT_THAT(said(*set), HasSubstr("1 files"));
}

TEST(PhotoSet, ATableGivesCommonAndScientificNames) {
  PhotoFolder folder;
  folder.photo("photos/wren/1.png");
  folder.photo("photos/jay/1.png");
  folder.text("species.csv",
              "id,common_name,scientific_name,folder,photos\r\n0,\"Wren, "
              "Winter\",Troglodytes,wren,1\r\n1,Jay,,jay,1\r\n");
  const auto set = find_photos(folder.path());
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_THAT(names(*set), ElementsAre("Jay", "Wren, Winter"));
  EXPECT_EQ(set->classes[1].scientific, "Troglodytes");
}

TEST(PhotoSet, TheCompetitionsClassIsTheFoldersNumber) {
  PhotoFolder folder;
  std::string list;
  for (int i = 0; i < 12; ++i) list += "bird " + std::to_string(i) + "\r\n";
  folder.text("birds/names.txt", list);
  folder.photo("birds/train/10/a.png");
  folder.photo("birds/train/2/b.png");
  folder.photo("birds/train/0/c.png");
  folder.photo("birds/test/d.png");
  const auto set = find_photos(folder.path());
  ASSERT_TRUE(set) << set.error().message;
  ASSERT_EQ(set->classes.size(), 12U);
  ASSERT_EQ(set->photos.size(), 3U);
  for (const Photo& photo : set->photos)
    EXPECT_EQ(std::to_string(photo.species), photo.file.parent_path().filename().string());
  EXPECT_THAT(said(*set), HasSubstr("9 classes have no photos"));
}

TEST(PhotoSet, TheCompetitionsPhotosMayStandInOneFolderWithATable) {
  PhotoFolder folder;
  folder.text("names.txt", "wren\njay\n");
  for (const char* name : {"a", "b", "c"}) folder.photo("train/" + std::string(name) + ".png");
  folder.text("labels.csv", "path,class\ntrain/a.png,1\nb,wren\n");
  const auto set = find_photos(folder.path());
  ASSERT_TRUE(set) << set.error().message;
  ASSERT_EQ(set->photos.size(), 2U);
  EXPECT_EQ(set->photos[0].species, 1);
  EXPECT_EQ(set->photos[1].species, 0);
  EXPECT_THAT(said(*set), HasSubstr("1 photos are not in"));
}

TEST(PhotoSet, ATablesPathsAreTakenAtTheirWord) {
  PhotoFolder folder;
  folder.text("names.txt", "wren\njay\n");
  folder.photo("images/1.png");
  folder.photo("images/2.png");
  folder.text("labels.csv", "path,class\nimages/1.png,1\nother/1.png,0\nimages/2.png,0\n");
  const auto set = find_photos(folder.path());
  ASSERT_TRUE(set) << set.error().message;
  ASSERT_EQ(set->photos.size(), 2U);
  EXPECT_EQ(set->photos[0].species, 1);
  for (const char* rows : {"old/1.png,1\nother/1.png,0\n", "images/1.png,1\nimages/1.png,0\n"}) {
    folder.text("labels.csv", std::string("path,class\n2,0\n") + rows);
    const auto torn = find_photos(folder.path());
    ASSERT_FALSE(torn) << rows;
    EXPECT_THAT(torn.error().message, HasSubstr("do not agree"));
  }
}

TEST(PhotoSet, AListsNamesAreCleanedOfWhatEditorsLeave) {
  PhotoFolder folder;
  folder.text("names.txt", "\xEF\xBB\xBFwren\t\njay \r\n");
  folder.photo("train/0/1.png");
  folder.photo("train/1/1.png");
  const auto set = find_photos(folder.path());
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_THAT(names(*set), ElementsAre("wren", "jay"));
}

TEST(PhotoSet, NamesThatNoSeriesCouldHoldAreRefusedAtOnce) {
  PhotoFolder folder;
  folder.photo("wren/1.png");
  folder.photo("jay/1.png");
  for (const auto& [name, why] : {std::pair("\"Wren,\nWinter\"", "control characters"),
                                  {"", "is blank"},
                                  {"W\xFCstenfalke", "not UTF-8"}}) {
    folder.text("species.csv", std::string("folder,common_name\nwren,") + name + "\njay,Jay\n");
    const auto set = find_photos(folder.path());
    ASSERT_FALSE(set) << why;
    EXPECT_THAT(set.error().message, HasSubstr(why));
    EXPECT_THAT(set.error().message, HasSubstr("/wren"));
  }
}

TEST(PhotoSet, APipeIsNoPhoto) {
  PhotoFolder folder;
  folder.photo("wren/1.png");
  folder.photo("jay/1.png");
  ASSERT_EQ(mkfifo((folder / "jay/2.jpg").c_str(), 0600), 0);
  const auto set = find_photos(folder.path());
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->photos.size(), 2U);
  EXPECT_THAT(said(*set), HasSubstr("1 files"));
}

TEST(PhotoSet, WhatCannotBeUsedIsSaid) {
  const auto why = [](const PhotoFolder& folder) {
    const auto set = find_photos(folder.path());
    return set ? std::string("accepted") : set.error().message;
  };
  PhotoFolder nothing;
  EXPECT_THAT(why(nothing), HasSubstr("no pictures"));
  EXPECT_THAT(find_photos(nothing / "missing").error().message, HasSubstr("no such folder"));
  PhotoFolder one;
  one.photo("wren/1.png");
  EXPECT_THAT(why(one), HasSubstr("only one class"));
  PhotoFolder twice;
  twice.photo("blue_jay/1.png");
  twice.photo("Blue-Jay/1.png");
  EXPECT_THAT(why(twice), HasSubstr("two classes are called"));
  PhotoFolder beyond;
  beyond.text("names.txt", "wren\njay\n");
  beyond.photo("train/2/1.png");
  EXPECT_THAT(why(beyond), HasSubstr("has 2 names"));
  PhotoFolder gap;
  gap.text("names.txt", "wren\n\njay\n");
  gap.photo("train/0/1.png");
  EXPECT_THAT(why(gap), HasSubstr("line 2"));
  PhotoFolder lost;
  lost.text("names.txt", "wren\njay\n");
  lost.photo("train/a.png");
  EXPECT_THAT(why(lost), HasSubstr("labels.csv"));
  PhotoFolder torn;
  torn.photo("wren/1.png");
  torn.photo("jay/1.png");
  torn.text("species.csv", "folder,common_name\nwren\n");
  EXPECT_THAT(why(torn), HasSubstr("line 2"));
  torn.text("species.csv", "folder,common_name\n\"wren,Wren\n");
  EXPECT_THAT(why(torn), HasSubstr("no end"));
}

}  // namespace
}  // namespace birddream::data
