#include "train/checkpoint_file.h"

#include <gtest/gtest.h>

namespace birddream::train {
namespace {

TEST(CheckpointFile, NoTwoCheckpointsHaveOneName) {
  const TrainParams params;
  const auto file = [&](double moment) { return describe_checkpoint(params, moment, moment, 0).file; };
  EXPECT_NE(file(1000), file(1001));
  EXPECT_NE(file(10), file(10.02));
  const auto info = describe_checkpoint(params, 0.25, 0.2503, 801);
  EXPECT_EQ(info.file, "full-0.25.safetensors");
  EXPECT_EQ(info.title, "epoch 0.25");
  EXPECT_EQ(info.epoch, 0.2503);
}

TEST(CheckpointFile, OneThatComesAgainTakesItsOwnPlace) {
  checkpoint::Series series;
  for (const char* file : {"full-0.safetensors", "full-1.safetensors"}) {
    checkpoint::CheckpointInfo info;
    info.file = file;
    put(series, info);
  }
  checkpoint::CheckpointInfo again;
  again.file = "full-0.safetensors";
  again.photos_seen = 7;
  put(series, again);
  ASSERT_EQ(series.checkpoints.size(), 2U);
  EXPECT_EQ(series.checkpoints[0].photos_seen, 7);
  ASSERT_NE(checkpoint::find_checkpoint(series, "full-1.safetensors"), nullptr);
  EXPECT_EQ(checkpoint::find_checkpoint(series, "full-1"), nullptr);
}

}  // namespace
}  // namespace birddream::train
