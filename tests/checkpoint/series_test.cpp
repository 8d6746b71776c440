#include "checkpoint/series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"

namespace birddream::checkpoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class SeriesFile : public testing::Test {
 protected:
  Result<Series> load(const std::string& text) {
    EXPECT_TRUE(write_file_atomically(folder_ / "series.json", text));
    return load_series(folder_.path());
  }
  std::string reason(const std::string& text) {
    const auto series = load(text);
    return series ? "" : series.error().message;
  }
  /// A sound file with one place changed.
  std::string with(const std::string& classes, const std::string& checkpoints, const std::string& more = "") {
    return R"({"architecture":"googlenet","classes":)" + classes + R"(,"checkpoints":)" + checkpoints + more +
           "}";
  }

  FreshFolder folder_;
  const std::string hen_ = R"([{"name":"hen"}])";
  const std::string one_ = R"([{"file":"a.safetensors"}])";
};

TEST_F(SeriesFile, MissingOptionalKeysKeepTheirDefaults) {
  const auto series = load(with(hen_, one_));
  ASSERT_TRUE(series) << series.error().message;
  EXPECT_EQ(series->folder, folder_.path());
  EXPECT_EQ(series->name, folder_.path().filename());
  EXPECT_EQ(series->classes[0].name, "hen");
  EXPECT_TRUE(series->classes[0].bird);
  EXPECT_EQ(series->classes[0].scientific, "");
  EXPECT_EQ(series->checkpoints[0].title, "a");
  EXPECT_EQ(series->checkpoints[0].mode, "full");
  EXPECT_EQ(series->checkpoints[0].photos_seen, 0);
}

TEST_F(SeriesFile, RoundTrip) {
  Series series;
  series.folder = folder_.path();
  series.name = "Birds, 652 species";
  series.architecture = "googlenet";
  series.classes = {
      {"hen", "Gallus gallus", true}, {"tench", "Tinca tinca", false}, {"Rüppell's vulture", "", true}};
  series.checkpoints = {{"epoch_000.safetensors", "start", 0, 0, "full", {}, "", ""},
                        {"sub/epoch_001.safetensors",
                         "epoch 1",
                         1.5,
                         123456789012,
                         "robust",
                         {{"top1", 0.25}},
                         "lr=0.01 seed=1",
                         "0123456789abcdef"}};
  ASSERT_TRUE(save_series(series));
  const auto read = load_series(folder_.path());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->name, series.name);
  ASSERT_EQ(read->classes.size(), 3U);
  EXPECT_EQ(read->classes[0].scientific, "Gallus gallus");
  EXPECT_FALSE(read->classes[1].bird);
  EXPECT_EQ(read->classes[2].name, "Rüppell's vulture");
  ASSERT_EQ(read->checkpoints.size(), 2U);
  EXPECT_EQ(read->checkpoints[1].file, "sub/epoch_001.safetensors");
  EXPECT_EQ(read->checkpoints[1].epoch, 1.5);
  EXPECT_EQ(read->checkpoints[1].photos_seen, 123456789012);
  EXPECT_EQ(read->checkpoints[1].mode, "robust");
  EXPECT_EQ(read->checkpoints[1].recipe, "lr=0.01 seed=1");
  EXPECT_EQ(read->checkpoints[1].parent, "0123456789abcdef");
  EXPECT_EQ(read->checkpoints[1].metrics.at("top1"), 0.25);
}

TEST_F(SeriesFile, SavingAnUnusableSeriesKeepsTheOldFile) {
  Series series{folder_.path(), "x", "googlenet", {{"hen", "", true}}, {{"a", "", 0, 0, "full", {}, "", ""}}};
  ASSERT_TRUE(save_series(series));
  series.checkpoints[0].file = "../a";
  EXPECT_FALSE(save_series(series));
  EXPECT_EQ(load_series(folder_.path())->checkpoints[0].file, "a");
}

TEST_F(SeriesFile, NothingIsWrittenThatCouldNotBeRead) {
  const Series sound{
      folder_.path(), "x", "googlenet", {{"hen", "", true}}, {{"a", "", 0, 0, "full", {}, "", ""}}};
  ASSERT_TRUE(save_series(sound));
  const auto why = [&](const std::function<void(Series&)>& change) {
    Series series = sound;
    change(series);
    const Status saved = save_series(series);
    return saved ? std::string() : saved.error().message;
  };
  EXPECT_THAT(why([](Series& s) { s.classes[0].name = "hen\t"; }), HasSubstr("control characters"));
  EXPECT_THAT(why([](Series& s) { s.classes[0].name = " _ "; }), HasSubstr("class 0 is blank"));
  EXPECT_THAT(why([](Series& s) { s.classes[0].name = "R\xFCppell"; }), HasSubstr("not UTF-8"));
  EXPECT_THAT(why([](Series& s) { s.classes[0].scientific = std::string(2000, 'x'); }),
              HasSubstr("too long"));
  EXPECT_THAT(why([](Series& s) { s.checkpoints[0].recipe = std::string(2000, 'x'); }),
              HasSubstr("too long"));
  EXPECT_THAT(why([](Series& s) { s.name = "a\nb"; }), HasSubstr("control characters"));
  for (const double figure : {std::nan(""), HUGE_VAL})
    EXPECT_THAT(why([&](Series& s) { s.checkpoints[0].metrics["loss"] = figure; }), HasSubstr("no finite"));
  EXPECT_TRUE(load_series(folder_.path())->checkpoints[0].metrics.empty());
}

TEST_F(SeriesFile, SaysWhenThereIsNone) {
  const auto series = load_series(folder_ / "nowhere");
  ASSERT_FALSE(series);
  EXPECT_THAT(series.error().message, AllOf(HasSubstr("nowhere"), HasSubstr("series.json")));
}

TEST_F(SeriesFile, RefusesWhatIsNotASeries) {
  EXPECT_THAT(reason(""), HasSubstr("not valid JSON"));
  EXPECT_THAT(reason("{"), HasSubstr("not valid JSON"));
  EXPECT_THAT(reason("[]"), HasSubstr("not an object"));
  EXPECT_THAT(reason("{}"), HasSubstr("\"architecture\" is missing"));
  EXPECT_THAT(reason(std::string(1'000'000, '[')), HasSubstr("not valid JSON"));
  EXPECT_THAT(reason(std::string(1'000'000, '[') + std::string(1'000'000, ']')), HasSubstr("not an object"));
  EXPECT_THAT(reason(with(hen_, one_, R"(,"format":"holiday photos")")), HasSubstr("another format"));
  EXPECT_THAT(reason(with(hen_, one_, R"(,"version":2)")), HasSubstr("newer birddream"));
  EXPECT_THAT(reason(with(hen_, one_, R"(,"version":-1)")), HasSubstr("version"));
}

TEST_F(SeriesFile, RefusesEmptyLists) {
  EXPECT_THAT(reason(with("[]", one_)), HasSubstr("classes"));
  EXPECT_THAT(reason(with(hen_, "[]")), HasSubstr("checkpoints"));
  EXPECT_THAT(reason(with("5", one_)), HasSubstr("classes"));
  EXPECT_THAT(reason(R"({"architecture":"googlenet","classes":[{"name":"hen"}]})"),
              HasSubstr("\"checkpoints\" is missing"));
}

TEST_F(SeriesFile, RefusesFilesOutsideTheFolder) {
  for (const char* file : {"../a", "/etc/a", "x/../../a", "x/..", "folder/"}) {
    EXPECT_THAT(reason(with(hen_, R"([{"file":")" + std::string(file) + R"("}])")), HasSubstr("inside"))
        << file;
  }
  EXPECT_THAT(reason(with(hen_, R"([{"file":""}])")), HasSubstr("is empty"));
  EXPECT_THAT(reason(with(hen_, R"([{"title":"x"}])")), HasSubstr("checkpoint 0: \"file\" is missing"));
}

TEST_F(SeriesFile, RefusesUnusableClasses) {
  EXPECT_THAT(reason(with(R"([{"name":"hen"},{"name":"HEN"}])", one_)), HasSubstr("two classes are named"));
  EXPECT_THAT(reason(with(R"([{"name":" - "}])", one_)), HasSubstr("is empty"));
  EXPECT_THAT(reason(with(R"([{"name":"h\u001bn"}])", one_)), HasSubstr("control characters"));
  EXPECT_THAT(reason(with(R"(["hen"])", one_)), HasSubstr("class 0 is not an object"));
  EXPECT_THAT(reason(with(R"([{"name":"hen","bird":1}])", one_)), HasSubstr("true or false"));
}

TEST_F(SeriesFile, RefusesUnusableNumbers) {
  EXPECT_THAT(reason(with(hen_, R"([{"file":"a","epoch":"2"}])")), HasSubstr("\"epoch\" is not a number"));
  EXPECT_THAT(reason(with(hen_, R"([{"file":"a","photos_seen":-1}])")), HasSubstr("photos_seen"));
  EXPECT_THAT(reason(with(hen_, R"([{"file":"a","photos_seen":1e300}])")), HasSubstr("photos_seen"));
  EXPECT_THAT(reason(with(hen_, R"([{"file":"a","metrics":{"top1":null}}])")), HasSubstr("no number"));
}

TEST(SameClasses, MeansTheSameCommonNamesInTheSameOrder) {
  const std::vector<ClassInfo> birds = {{"hen", "Gallus gallus", true}, {"macaw", "", true}};
  EXPECT_TRUE(same_classes(birds, birds));
  EXPECT_TRUE(same_classes({}, {}));
  EXPECT_TRUE(same_classes(birds, std::vector<ClassInfo>{{"hen", "", true}, {"macaw", "Ara macao", true}}));
  EXPECT_FALSE(same_classes(birds, std::vector<ClassInfo>{birds[1], birds[0]}));
  EXPECT_FALSE(same_classes(birds, std::vector<ClassInfo>{birds[0]}));
  EXPECT_FALSE(same_classes(std::vector<ClassInfo>{birds[0]}, birds));
}

TEST(ShippedSeries, HasThe59BirdsOfImageNet) {
  const auto series = load_series(std::filesystem::path(BIRDDREAM_SOURCE_DIR) / "assets/imagenet");
  ASSERT_TRUE(series) << series.error().message;
  EXPECT_EQ(series->classes.size(), 1000U);
  EXPECT_EQ(std::ranges::count_if(series->classes, &ClassInfo::bird), 59);
  const auto at = [&](const char* name) { return find_class(*series, name).value(); };
  EXPECT_EQ(at("cock"), 7);
  EXPECT_EQ(at("flamingo"), 130);
  EXPECT_EQ(at("bald eagle"), 22);
  EXPECT_EQ(at("albatross"), 146);
  EXPECT_EQ(at("crane"), 134) << "the bird, not the machine";
  EXPECT_EQ(series->classes[22].scientific, "Haliaeetus leucocephalus");
  EXPECT_EQ(series->classes[8].scientific, "");
}

}  // namespace
}  // namespace birddream::checkpoint
