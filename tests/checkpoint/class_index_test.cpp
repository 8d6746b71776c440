#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "checkpoint/class_index.h"

namespace birddream::checkpoint {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ClassSearch : public testing::Test {
 protected:
  ClassSearch() {
    series_.name = "Test";
    series_.classes = {
        {"hen", "", true},                                    // 0
        {"bald eagle", "Haliaeetus leucocephalus", true},     // 1
        {"black grouse", "", true},                           // 2
        {"ruffed grouse", "Bonasa umbellus", true},           // 3
        {"crane", "", true},                                  // 4
        {"crane (machine)", "", false},                       // 5
        {"red-breasted merganser", "Mergus serrator", true},  // 6
        {"house finch", "", true},                            // 7
        {"goldfinch", "Carduelis carduelis", true},           // 8
        {"hen-of-the-woods", "Polyporus frondosus", false},   // 9
        {"greenhouse", "", false},                            // 10
        {"eagle owl", "Bubo bubo", true},                     // 11
    };
  }
  int find(std::string_view query) const {
    const auto found = find_class(series_, query);
    return found ? *found : -1;
  }
  std::string reason(std::string_view query) const {
    const auto found = find_class(series_, query);
    return found ? "" : found.error().message;
  }
  Series series_;
};

TEST_F(ClassSearch, FindsByExactNameHoweverItIsSpelled) {
  EXPECT_EQ(find("hen"), 0);
  EXPECT_EQ(find("HEN"), 0);
  EXPECT_EQ(find("Bald_Eagle"), 1);
  EXPECT_EQ(find("  red breasted  merganser "), 6);
  EXPECT_EQ(find("hen of the woods"), 9);
}

TEST_F(ClassSearch, FindsByScientificName) {
  EXPECT_EQ(find("bonasa umbellus"), 3);
  EXPECT_EQ(find("Bubo"), 11);
}

TEST_F(ClassSearch, FindsByUniquePrefixOrWord) {
  EXPECT_EQ(find("gold"), 8);
  EXPECT_EQ(find("merganser"), 6);
  EXPECT_EQ(find("finch"), 7) << "a word of its own; goldfinch only ends in it";
  EXPECT_EQ(find("cran"), 4) << "the only bird among the matches";
}

TEST_F(ClassSearch, AmbiguityIsAnErrorThatNamesTheCandidates) {
  EXPECT_THAT(reason("grouse"),
              AllOf(HasSubstr("several"), HasSubstr("'black grouse'"), HasSubstr("'ruffed grouse'")));
  EXPECT_THAT(reason("eagle"), AllOf(HasSubstr("'bald eagle'"), HasSubstr("'eagle owl'")));
  EXPECT_THAT(reason("h"), HasSubstr("several"));
}

TEST_F(ClassSearch, AnUnknownNameGetsNearOnes) {
  EXPECT_THAT(reason("bold eagel"), AllOf(HasSubstr("no class 'bold eagel'"), HasSubstr("'bald eagle'")));
  EXPECT_THAT(reason("zzzzzzzz"), Not(HasSubstr("Did you mean")));
  EXPECT_THAT(reason("  "), HasSubstr("No species"));
}

TEST_F(ClassSearch, ErrorListsAtMostFive) {
  for (int i = 0; i < 10; ++i) series_.classes.push_back({"warbler " + std::to_string(i), "", true});
  const std::string why = reason("warbler");
  EXPECT_THAT(why, AllOf(HasSubstr("warbler 4"), Not(HasSubstr("warbler 5"))));
}

TEST_F(ClassSearch, SearchPutsTheExactOneFirstThenBirdsThenTheRest) {
  EXPECT_THAT(search_classes(series_, "hen", false), ElementsAre(0, 9));
  EXPECT_THAT(search_classes(series_, "hen-of-the-woods", false), ElementsAre(9));
  EXPECT_THAT(search_classes(series_, "house", false), ElementsAre(7, 10));
  EXPECT_THAT(search_classes(series_, "house", true), ElementsAre(7));
  EXPECT_THAT(search_classes(series_, "gr", false), ElementsAre(2, 3, 10)) << "word starts, then others";
}

TEST_F(ClassSearch, SearchRanksPrefixBeforeWordBeforeInside) {
  EXPECT_THAT(search_classes(series_, "eagle", true), ElementsAre(11, 1));
  EXPECT_THAT(search_classes(series_, "finch", true), ElementsAre(7, 8));
  EXPECT_THAT(search_classes(series_, "merg", true), ElementsAre(6));
  EXPECT_THAT(search_classes(series_, "xyz", true), ElementsAre());
}

TEST_F(ClassSearch, AnEmptySearchShowsEverythingByName) {
  const auto all = search_classes(series_, "", false);
  ASSERT_EQ(all.size(), series_.classes.size());
  EXPECT_EQ(all[0], 1) << "bald eagle";
  EXPECT_FALSE(series_.classes[static_cast<std::size_t>(all.back())].bird);
}

TEST_F(ClassSearch, AnIndexAnswersTheSameWhenItsSeriesIsGone) {
  const ClassIndex index(series_);
  const Series before = std::exchange(series_, Series());
  for (const char* query : {"hen", "eagle", "finch", "gr", "Bubo", "xyz", ""}) {
    EXPECT_EQ(index.search(query, false), search_classes(before, query, false)) << query;
    EXPECT_EQ(index.search(query, true), search_classes(before, query, true)) << query;
    const auto found = index.find(query), expected = find_class(before, query);
    ASSERT_EQ(found.ok(), expected.ok()) << query;
    if (found) {
      EXPECT_EQ(*found, *expected) << query;
    } else {
      EXPECT_EQ(found.error().message, expected.error().message);
    }
  }
}

TEST(ClassIndex, WithoutASeriesKnowsNothing) {
  EXPECT_FALSE(ClassIndex().find("hen"));
  EXPECT_TRUE(ClassIndex().search("", false).empty());
}

}  // namespace
}  // namespace birddream::checkpoint
