#include "plan/precision.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace birddream::plan {
namespace {

TEST(Precision, WordsAndBack) {
  for (const char* word : {"float32", "bfloat16", "plain"}) {
    const auto read = precision_from_text(word, "googlenet");
    ASSERT_TRUE(read) << word;
    EXPECT_EQ(to_text(*read), word);
  }
  const auto fastest = precision_from_text("auto", "googlenet");
  ASSERT_TRUE(fastest);
  EXPECT_TRUE(*fastest) << "auto is never plain: float32 runs everywhere";
  const auto unknown = precision_from_text("int4", "googlenet");
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, testing::HasSubstr("bfloat16"));
}

TEST(Precision, AutoIsCarefulWithGradientsThatNobodyMeasured) {
  EXPECT_EQ(to_text(*precision_from_text("auto", "inception_v4")), "float32");
  EXPECT_EQ(to_text(*precision_from_text("bfloat16", "inception_v4")), "bfloat16") << "who wants it has it";
}

}  // namespace
}  // namespace birddream::plan
