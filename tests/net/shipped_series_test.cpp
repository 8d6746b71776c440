#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "checkpoint/place.h"
#include "checkpoint/series.h"
#include "net/resident_series.h"

namespace birddream::net {
namespace {

namespace fs = std::filesystem;

/// assets/birds, as it ships.
class ShippedSeries : public testing::Test {
 protected:
  void SetUp() override {
    auto series = checkpoint::load_series(BIRDDREAM_SOURCE_DIR "/assets/birds");
    ASSERT_TRUE(series) << series.error().message;
    series_ = std::move(series).value();
  }
  double top1(int index) const {
    return series_.checkpoints[static_cast<std::size_t>(index)].metrics.at("top1");
  }

  checkpoint::Series series_;
};

TEST_F(ShippedSeries, IsSmallAndWhole) {
  EXPECT_EQ(series_.classes.size(), 652U);
  EXPECT_GE(series_.checkpoints.size(), 8U);
  std::uintmax_t bytes = 0;
  for (const auto& info : series_.checkpoints) bytes += fs::file_size(series_.folder / info.file);
  EXPECT_LT(bytes, 40'000'000U);
}

TEST_F(ShippedSeries, EveryCheckpointIsANetworkAndSoIsWhatLiesBetween) {
  ResidentSeries resident(series_, at::kCPU);
  std::set<std::string> fingerprints;
  for (int i = 0; i < static_cast<int>(series_.checkpoints.size()); ++i) {
    const auto opened = resident.open(checkpoint::place_at(i));
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->network->classes(), 652);
    fingerprints.insert(opened->fingerprint);
  }
  EXPECT_EQ(fingerprints.size(), series_.checkpoints.size());
  EXPECT_TRUE(resident.open({0, 1, 0.5F}));
}

TEST_F(ShippedSeries, TheMainLaneLearns) {
  const auto lanes = checkpoint::lanes_of(series_);
  ASSERT_GE(lanes.size(), 4U) << "all layers, overfitted, last layer, robust";
  const auto& lane = lanes.front().checkpoints;
  ASSERT_GE(lane.size(), 5U);
  EXPECT_LT(top1(lane.front()), 0.01);
  for (std::size_t i = 1; i < lane.size(); ++i) EXPECT_GT(top1(lane[i]), top1(lane[i - 1])) << i;
  EXPECT_EQ(lane.back() + 1, static_cast<int>(series_.checkpoints.size())) << "what is dreamt with first";
}

}  // namespace
}  // namespace birddream::net
