#include "checkpoint/growing_series.h"

#include <gmock/gmock.h>

#include <fstream>

#include "base/fresh_folder.h"
#include "checkpoint/safetensors.h"

namespace birddream::checkpoint {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class GrowingSeriesTest : public InFreshFolder {
 protected:
  GrowingSeriesTest() {
    series_.folder = folder_;
    series_.architecture = "googlenet";
    series_.classes = {{"wren", "", true}};
    for (const char* file : {"a.safetensors", "b.safetensors", "c.safetensors"}) {
      CheckpointInfo info;
      info.file = file;
      series_.checkpoints.push_back(info);
    }
    EXPECT_TRUE(save_series(series_).ok());
  }

  void weights(const char* file) const {
    const std::vector<float> values(64, 1.0F);
    const std::vector<TensorRecord> records = {
        {"w", Dtype::f32, {8, 8}, std::as_bytes(std::span(values))},
        {"v", Dtype::f32, {4}, std::as_bytes(std::span(values).first(4))}};
    ASSERT_TRUE(write_safetensors(folder_ / file, records, {{"note", "x"}}).ok());
  }

  Series series_;
};

TEST_F(GrowingSeriesTest, HoldsTheCheckpointsThatAreThere) {
  EXPECT_THAT(load_growing_series(folder_).error().message, HasSubstr("not there yet"));
  weights("a.safetensors");
  weights("c.safetensors");
  auto growing = load_growing_series(folder_);
  ASSERT_TRUE(growing.ok());
  EXPECT_EQ(growing->series.checkpoints.size(), 1U) << "up to the first that is missing";
  EXPECT_FALSE(growing->whole);
  weights("b.safetensors");
  growing = load_growing_series(folder_);
  ASSERT_TRUE(growing.ok());
  EXPECT_EQ(growing->series.checkpoints.size(), 3U);
  EXPECT_TRUE(growing->whole);
}

TEST_F(GrowingSeriesTest, AFileIsWholeOnlyWithItsLastByte) {
  weights("a.safetensors");
  const fs::path file = folder_ / "a.safetensors";
  EXPECT_TRUE(is_whole_safetensors(file));
  const auto size = fs::file_size(file);
  const fs::path cut = folder_ / "cut.safetensors";
  for (std::uintmax_t left = 0; left < size; ++left) {
    fs::copy_file(file, cut, fs::copy_options::overwrite_existing);
    fs::resize_file(cut, left);
    EXPECT_FALSE(is_whole_safetensors(cut)) << left;
  }
  std::ofstream(file, std::ios::app) << "x";
  EXPECT_FALSE(is_whole_safetensors(file));
  EXPECT_FALSE(is_whole_safetensors(folder_ / "missing.safetensors"));
  EXPECT_FALSE(is_whole_safetensors(folder_));
}

TEST_F(GrowingSeriesTest, WhatIsNoSeriesIsAnError) {
  std::ofstream(folder_ / "series.json") << R"({"format": )";
  EXPECT_FALSE(load_growing_series(folder_).ok());
}

}  // namespace
}  // namespace birddream::checkpoint
