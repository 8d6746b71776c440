#include "train/moments.h"

#include <gtest/gtest.h>

namespace birddream::train {
namespace {

TEST(Moments, AreTheStepsAndWhatWasAskedForThere) {
  TrainParams params;
  params.batch = 2;
  params.moments = {0, 0.25, 1};
  const Moments moments(params, 8, 1);
  EXPECT_EQ(moments.at(0), 0);
  EXPECT_EQ(moments.at(1), 0.25);
  EXPECT_EQ(moments.at(4), 1);
  EXPECT_FALSE(moments.at(2));
}

TEST(Moments, OfTwoOnOneStepTheEarlierIsLost) {
  TrainParams params;
  params.batch = 2;
  params.epochs = 2;
  params.moments = {0, 0.01, 1, 1.99};
  const Moments moments(params, 8, 1);
  EXPECT_EQ(moments.at(0), 0.01);
  EXPECT_EQ(moments.at(8), 2);
  ASSERT_EQ(moments.lost().size(), 2U);
  EXPECT_EQ(moments.lost()[0].epoch, 0);
  EXPECT_EQ(moments.lost()[0].later, 0.01);
  EXPECT_EQ(moments.lost()[1].epoch, 1.99);
  EXPECT_EQ(moments.lost()[1].later, 2);
  params.moments = {0, 2};
  EXPECT_TRUE(Moments(params, 8, 1).lost().empty()) << "the end is always one";
}

}  // namespace
}  // namespace birddream::train
