#include "checkpoint/own_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"

namespace birddream::checkpoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class OwnWeights : public testing::Test {
 protected:
  OwnWeights() { EXPECT_TRUE(write_file_atomically(file_, "weights")); }

  Result<Series> read(const std::string& text) {
    EXPECT_TRUE(write_file_atomically(folder_ / "my.json", text));
    return read_own_model(file_);
  }
  std::string reason(const std::string& text) {
    const auto series = read(text);
    return series ? "" : series.error().message;
  }

  FreshFolder folder_;
  std::filesystem::path file_ = folder_ / "my.safetensors";
};

TEST_F(OwnWeights, BecomeASeriesOfOneCheckpoint) {
  EXPECT_FALSE(has_description(file_));
  const auto series = read(R"({"architecture": "inception_v4", "classes": ["hen", "snowy owl"]})");
  ASSERT_TRUE(series) << series.error().message;
  EXPECT_TRUE(has_description(file_));
  EXPECT_EQ(series->folder, folder_.path());
  EXPECT_EQ(series->name, "my");
  EXPECT_EQ(series->architecture, "inception_v4");
  ASSERT_EQ(series->checkpoints.size(), 1U);
  EXPECT_EQ(series->checkpoints[0].file, "my.safetensors");
  ASSERT_EQ(series->classes.size(), 2U);
  EXPECT_EQ(series->classes[1].name, "snowy owl");
}

TEST_F(OwnWeights, MayHaveTheClassesOfASeries) {
  const Series other{folder_ / "birds",
                     "x",
                     "googlenet",
                     {{"hen", "Gallus gallus", true}, {"tench", "", false}},
                     {{"a", "", 0, 0, "full", {}, "", ""}}};
  std::filesystem::create_directories(other.folder);
  ASSERT_TRUE(save_series(other));
  for (const char* named : {"birds", "birds/series.json"}) {
    const auto series = read(R"({"architecture": "inception_v4", "series": ")" + std::string(named) + "\"}");
    ASSERT_TRUE(series) << series.error().message;
    EXPECT_EQ(series->classes[0].scientific, "Gallus gallus");
    EXPECT_FALSE(series->classes[1].bird);
    EXPECT_EQ(series->architecture, "inception_v4");
  }
}

TEST_F(OwnWeights, WhatIsWrongIsSaid) {
  EXPECT_THAT(read_own_model(file_).error().message, AllOf(HasSubstr("my.json"), HasSubstr("no such file")));
  EXPECT_THAT(read_own_model(folder_ / "x.safetensors").error().message, HasSubstr("x.safetensors: no such"));
  EXPECT_THAT(reason("{"), HasSubstr("not valid JSON"));
  EXPECT_THAT(reason(R"({"classes": ["hen"]})"), HasSubstr("\"architecture\" is missing"));
  EXPECT_THAT(reason(R"({"architecture": "googlenet"})"), HasSubstr("one of"));
  EXPECT_THAT(reason(R"({"architecture": "googlenet", "classes": ["hen"], "series": "."})"),
              HasSubstr("one of"));
  EXPECT_THAT(reason(R"({"architecture": "googlenet", "series": "nowhere"})"),
              AllOf(HasSubstr("my.json"), HasSubstr("no checkpoint series here")));
  EXPECT_THAT(reason(R"({"architecture": "googlenet", "classes": ["hen", "Hen"]})"),
              HasSubstr("two classes"));
  EXPECT_THAT(reason(R"({"architecture": "googlenet", "clases": ["hen"]})"), HasSubstr("clases"));
}

}  // namespace
}  // namespace birddream::checkpoint
