#include "train/number_text.h"

#include <gtest/gtest.h>

namespace birddream::train {
namespace {

TEST(NumberText, IsTheShortestThatReadsBack) {
  EXPECT_EQ(number_text(0.55F), "0.55");
  EXPECT_EQ(number_text(0.2F), "0.2");
  EXPECT_EQ(number_text(0.0002), "0.0002");
  EXPECT_EQ(number_text(1e-5), "1e-05");
  EXPECT_EQ(number_text(12.0), "12");
  EXPECT_EQ(number_text(1001.0), "1001");
  EXPECT_EQ(number_text(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(number_text(1.0F / 3), "0.33333334");
  EXPECT_EQ(number_text(0.0), "0");
}

}  // namespace
}  // namespace birddream::train
