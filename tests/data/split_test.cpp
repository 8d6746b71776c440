#include "data/split.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "data/photo_folder.h"

namespace birddream::data {
namespace {

using testing::HasSubstr;

/// `counts` photos of each class, in memory only.
PhotoSet made_up(const std::vector<int>& counts) {
  PhotoSet set;
  set.root = "photos";
  for (std::size_t i = 0; i < counts.size(); ++i) {
    set.classes.push_back({.name = "bird " + std::to_string(i), .scientific = "", .bird = true});
    for (int k = 0; k < counts[i]; ++k)
      set.photos.push_back(
          {set.root / std::to_string(i) / (std::to_string(k) + ".jpg"), static_cast<int>(i)});
  }
  return set;
}

TEST(Split, HoldsOutItsShareOfEveryClassAndNeverTheLastPhoto) {
  const PhotoSet set = made_up({1, 2, 10, 100});
  const Split split = split_by_share(set, 0.2, 1);
  std::vector<int> held(4);
  for (const int i : split.held_out)
    ++held[static_cast<std::size_t>(set.photos[static_cast<std::size_t>(i)].species)];
  EXPECT_THAT(held, testing::ElementsAre(0, 0, 2, 20));
  std::set<int> all(split.train.begin(), split.train.end());
  all.insert(split.held_out.begin(), split.held_out.end());
  EXPECT_EQ(all.size(), set.photos.size());
  EXPECT_EQ(split.train.size() + split.held_out.size(), set.photos.size());
  EXPECT_EQ(split_by_share(made_up({1}), 0.9, 1).train.size(), 1U);
}

TEST(Split, DependsOnSeedAndNamesAlone) {
  const PhotoSet set = made_up({50, 50});
  EXPECT_EQ(split_by_share(set, 0.1, 1).held_out, split_by_share(set, 0.1, 1).held_out);
  EXPECT_NE(split_by_share(set, 0.1, 1).held_out, split_by_share(set, 0.1, 2).held_out);
  PhotoSet moved = set;
  moved.root = "elsewhere";
  for (Photo& photo : moved.photos) photo.file = moved.root / photo.file.lexically_relative("photos");
  EXPECT_EQ(split_by_share(set, 0.1, 1).held_out, split_by_share(moved, 0.1, 1).held_out);
}

TEST(Split, AFingerprintTellsWhatIsTrainedOnAndWhatIsHeldOut) {
  const PhotoSet set = made_up({5, 5});
  const std::string all = fingerprint(set, no_split(set));
  EXPECT_EQ(all.size(), 16U);
  const Split one = split_by_share(set, 0.2, 1), other = split_by_share(set, 0.2, 2);
  EXPECT_NE(fingerprint(set, one), all);
  EXPECT_NE(fingerprint(set, one), fingerprint(set, other)) << "as many, but others";
  PhotoSet moved = set;
  moved.root = "elsewhere";
  for (Photo& photo : moved.photos) photo.file = moved.root / photo.file.lexically_relative("photos");
  EXPECT_EQ(fingerprint(moved, one), fingerprint(set, one));
  moved.photos[0].species = 1;
  EXPECT_NE(fingerprint(moved, one), fingerprint(set, one));
}

TEST(Split, ItsNameTellsWhatWasHeldOut) {
  PhotoSet set = made_up({5, 5});
  EXPECT_EQ(held_out_name(set, no_split(set)), "0");
  const std::string one = held_out_name(set, split_by_share(set, 0.2, 1));
  EXPECT_EQ(one.size(), std::string("0.2/1/0123456789abcdef").size());
  EXPECT_THAT(one, testing::StartsWith("0.2/1/"));
  EXPECT_FALSE(same_held_out(one, held_out_name(set, split_by_share(set, 0.2, 2))));
  EXPECT_FALSE(same_held_out(one, "0"));
  PhotoFolder folder;
  std::string list;
  for (const int i : split_by_share(set, 0.2, 1).held_out)
    list += set.photos[static_cast<std::size_t>(i)].file.lexically_relative("photos").string() + "\n";
  folder.text("list", list);
  const std::string listed = held_out_name(set, split_as_wished(set, folder / "list", 1).value());
  EXPECT_THAT(listed, testing::StartsWith("list/"));
  EXPECT_TRUE(same_held_out(one, listed)) << "the same photos, chosen another way";
}

TEST(Split, AListHoldsOutWhatItNames) {
  PhotoFolder folder;
  folder.text("list", "1/3.jpg\r\n\n0/0.jpg\n");
  PhotoSet set = made_up({2, 5});
  const auto split = split_as_wished(set, folder / "list", 1);
  ASSERT_TRUE(split) << split.error().message;
  EXPECT_THAT(split->held_out, testing::ElementsAre(0, 5));
  folder.text("list", "0/0.jpg\n0/9.jpg\n");
  const auto missing = split_as_wished(set, folder / "list", 1);
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, HasSubstr("line 2"));
}

TEST(Split, AFolderIsMatchedByClassNames) {
  PhotoFolder folder;
  folder.photo("bird_1/x.png");
  folder.photo("Bird-0/y.png");
  PhotoSet set = made_up({2, 2});
  const auto split = split_as_wished(set, folder.path(), 1);
  ASSERT_TRUE(split) << split.error().message;
  EXPECT_EQ(split->train.size(), 4U);
  ASSERT_EQ(split->held_out.size(), 2U);
  for (const int i : split->held_out) {
    const Photo& photo = set.photos[static_cast<std::size_t>(i)];
    EXPECT_EQ(photo.species, photo.file.filename() == "x.png" ? 1 : 0);
  }
  const PhotoSet same = find_photos(folder.path()).value();
  set.photos.insert(set.photos.end(), same.photos.begin(), same.photos.end());
  EXPECT_THAT(split_as_wished(set, folder / ".", 1).error().message, HasSubstr("to train on too"));
  set = made_up({2, 2});
  folder.photo("unknown/z.png");
  EXPECT_THAT(split_as_wished(set, folder.path(), 1).error().message, HasSubstr("unknown"));
}

TEST(Split, AShareOutOfRangeIsRefused) {
  PhotoSet set = made_up({4, 4});
  EXPECT_TRUE(split_as_wished(set, "", 1)->held_out.empty());
  EXPECT_TRUE(split_as_wished(set, "0", 1)->held_out.empty());
  EXPECT_EQ(split_as_wished(set, "0.25", 1)->held_out.size(), 2U);
  EXPECT_FALSE(split_as_wished(set, "1", 1));
  EXPECT_FALSE(split_as_wished(set, "-0.1", 1));
  EXPECT_FALSE(split_as_wished(set, "nan", 1));
  EXPECT_FALSE(split_as_wished(set, "no such file", 1));
}

}  // namespace
}  // namespace birddream::data
