#include "checkpoint/place.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace birddream::checkpoint {
namespace {

using testing::ElementsAre;

Series series() {
  Series made;
  made.name = "Birds";
  const auto add = [&](const char* file, const char* title, const char* mode) {
    CheckpointInfo info;
    info.file = file;
    info.title = title;
    info.mode = mode;
    made.checkpoints.push_back(info);
  };
  add("full-0", "epoch 0", "full");
  add("full-4", "epoch 4", "full");
  add("robust-1", "robust", "robust");
  add("full-8", "epoch 8", "full");
  return made;
}

TEST(Place, LanesKeepTheOrderOfTheSeries) {
  const auto lanes = lanes_of(series());
  ASSERT_EQ(lanes.size(), 2U);
  EXPECT_THAT(lanes[0].checkpoints, ElementsAre(0, 1, 3));
  EXPECT_THAT(lanes[1].checkpoints, ElementsAre(2));
  EXPECT_EQ(lane_of(lanes, 3), 0);
  EXPECT_EQ(lane_of(lanes, 2), 1);
  EXPECT_EQ(lane_of(lanes, 77), 0);
}

TEST(Place, GoesAlongALaneAndBack) {
  const Lane lane = lanes_of(series())[0];
  EXPECT_EQ(place_along(lane, 1), place_at(1));
  EXPECT_EQ(place_along(lane, 1.25F), (Place{1, 3, 0.25F}));
  EXPECT_EQ(place_along(lane, 9), place_at(3));
  EXPECT_EQ(place_along(lane, -1), place_at(0));
  for (const float along : {0.0F, 0.5F, 1.0F, 1.75F, 2.0F})
    EXPECT_EQ(along_lane(lane, place_along(lane, along)), along);
}

TEST(Place, TheEndsAreCheckpointsThemselves) {
  EXPECT_EQ(place_between(1, 3, 0), place_at(1));
  EXPECT_EQ(place_between(1, 3, 1), place_at(3));
  EXPECT_EQ(place_between(1, 1, 0.5F), place_at(1));
  EXPECT_EQ(nearest({1, 3, 0.25F}), 1);
  EXPECT_EQ(nearest({1, 3, 0.75F}), 3);
}

TEST(Place, TextRoundTripsToTheBit) {
  for (const Place place :
       {place_at(2), Place{1, 3, 0.25F}, Place{0, 1, 1.0F / 3}, Place{2, 2, 0, 0}, Place{1, 3, 0.25F, 1}}) {
    const auto back = place_from_text(series(), to_text(series(), place));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*back, place);
  }
  EXPECT_EQ(*place_from_text(series(), "last"), place_at(3));
  EXPECT_EQ(*place_from_text(series(), "0^last"), (Place{0, 0, 0, 3}));
  EXPECT_EQ(*place_from_text(series(), "2^2"), place_at(2)) << "its own head";
  EXPECT_EQ(*place_from_text(series(), "0~last@0.5"), (Place{0, 3, 0.5F}));
  EXPECT_EQ(to_text(series(), place_at(-1)), "");
}

TEST(Place, RefusesWhatIsNowhere) {
  for (const char* text :
       {"", "4", "-1", "full-9", "0~1", "0~9@0.5", "0~1@", "0~1@2", "0~1@nan", "0~1@0.5x", "~@"})
    EXPECT_FALSE(place_from_text(series(), text)) << text;
}

TEST(Place, SaysWhereItIs) {
  EXPECT_EQ(title_of(series(), place_at(1)), "epoch 4");
  EXPECT_EQ(title_of(series(), {1, 3, 0.25F}), "epoch 4 to 8, 25 %");
}

}  // namespace
}  // namespace birddream::checkpoint
