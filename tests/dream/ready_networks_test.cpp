#include "dream/ready_networks.h"

#include <gmock/gmock.h>

#include <array>

#include "base/fresh_folder.h"
#include "dream/network_stepper.h"
#include "dream/on_host.h"

namespace birddream::dream {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const gpu::Where cpu_alone{{at::kCPU, "CPU", "for a test"}, nullptr};

/// Three TorchScript classifiers: networks that take time to make, as Inception_v4's do, but small.
class Scripts : public testing::Test {
 protected:
  Scripts() {
    const fs::path golden = fs::path(BIRDDREAM_SOURCE_DIR) / "tests/golden/script";
    series_.folder = folder_.path();
    series_.name = "scripts";
    series_.architecture = checkpoint::script_architecture;
    for (const char* name : {"hen", "macaw", "snowy owl", "king penguin"})
      series_.classes.push_back({name, ""});
    for (const char* name : {"a", "b", "c"}) {
      fs::copy_file(golden / "tiny.pt", folder_ / (std::string(name) + ".pt"));
      fs::copy_file(golden / "tiny.json", folder_ / (std::string(name) + ".json"));
      checkpoint::CheckpointInfo& info = series_.checkpoints.emplace_back();
      info.file = std::string(name) + ".pt";
      info.title = name;
    }
    one_ = static_cast<std::size_t>(fs::file_size(folder_ / "a.pt"));
  }

  const net::Network* at(ReadyNetworks& networks, int index) {
    const auto ready = networks.at(checkpoint::place_at(index));
    EXPECT_TRUE(ready.ok()) << (ready.ok() ? "" : ready.error().message);
    return ready ? ready->network.get() : nullptr;
  }

  FreshFolder folder_;
  checkpoint::Series series_;
  std::size_t one_ = 0;
};

TEST_F(Scripts, AreKeptWithinTheBudgetTheLongestUnusedGoingFirst) {
  const auto networks = ReadyNetworks::open(series_, cpu_alone, "plain", 2 * one_).value();
  EXPECT_EQ(networks->resident_bytes(), 0U);
  EXPECT_EQ(networks->budget(), 2 * one_ + (std::size_t{1} << 30));
  std::array<std::weak_ptr<const net::Network>, 3> made;
  const auto visit = [&](int index) {
    const auto ready = networks->at(checkpoint::place_at(index)).value();
    made[static_cast<std::size_t>(index)] = ready.network;
  };
  visit(0), visit(1);
  EXPECT_EQ(networks->resident_bytes(), 2 * one_);
  visit(0), visit(2);
  EXPECT_EQ(networks->resident_bytes(), 2 * one_);
  EXPECT_FALSE(made[0].expired());
  EXPECT_TRUE(made[1].expired());
  EXPECT_FALSE(made[2].expired());
}

TEST_F(Scripts, WhatSomebodyHasIsNotMadeAgainHoweverSmallTheBudget) {
  const auto networks = ReadyNetworks::open(series_, cpu_alone, "plain", 0).value();
  const auto held = networks->at(checkpoint::place_at(1)).value();
  EXPECT_EQ(at(*networks, 1), held.network.get());
  EXPECT_EQ(networks->named("b.pt")->network, held.network);
  EXPECT_EQ(networks->at(checkpoint::place_at(1)).value().fingerprint, held.fingerprint);
  EXPECT_EQ(networks->resident_bytes(), 0U);
}

TEST_F(Scripts, DreamsBesideEachOtherShareThemAndAllAreCounted) {
  const auto stepper = network_stepper(series_, "cpu", "plain")().value();
  std::vector<std::unique_ptr<Stepper>> dreams;
  recipe::DreamParams params;
  params.width = params.height = 64;
  params.targets[0].species = "hen";
  for (int i = 0; i < 3; ++i) {
    dreams.push_back(stepper->another().value());
    ASSERT_TRUE(dreams.back()->load(checkpoint::place_at(i)).ok());
    ASSERT_TRUE(dreams.back()->restart(params).ok());
  }
  for (const auto& dream : dreams) {
    for (int i = 0; i < 3; ++i) {
      const auto shares = dream->probabilities_under(checkpoint::place_at(i));
      ASSERT_TRUE(shares.ok()) << shares.error().message;
      EXPECT_EQ(shares->size(), 4U);
    }
  }
  EXPECT_EQ(stepper->info().resident_bytes, 3 * one_);
}

TEST_F(Scripts, ASeriesThatGrewHasTheNewOnesAndKeepsTheOld) {
  checkpoint::Series shorter = series_;
  shorter.checkpoints.pop_back();
  const auto networks = ReadyNetworks::open(shorter, cpu_alone, "plain").value();
  EXPECT_THAT(networks->at(checkpoint::place_at(2)).error().message, HasSubstr("does not exist"));
  const net::Network* const first = at(*networks, 0);
  networks->extend(series_);
  EXPECT_EQ(at(*networks, 0), first);
  EXPECT_NE(at(*networks, 2), nullptr);
}

TEST_F(Scripts, AFileBesideTheSeriesIsOpenedAsOneOfIt) {
  const auto networks = ReadyNetworks::open(series_, cpu_alone, "plain", 0).value();
  const auto outside = networks->of_file(folder_ / "a.pt");
  ASSERT_TRUE(outside.ok()) << outside.error().message;
  EXPECT_EQ(outside->fingerprint, networks->at(checkpoint::place_at(0)).value().fingerprint);
  EXPECT_THAT(networks->of_file(folder_ / "none.pt").error().message, HasSubstr("none.pt"));
  EXPECT_THAT(networks->named("none").error().message, HasSubstr("none"));
}

TEST(ReadyNetworks, OfTheRegistryRunByPlansAndBesideTheGpu) {
  const auto series = checkpoint::load_series(fs::path(BIRDDREAM_SOURCE_DIR) / "assets/birds").value();
  EXPECT_FALSE(ReadyNetworks::open(series, cpu_alone, "float64").ok());
  gpu::Where where = cpu_alone;
  where.gpu = host();
  const auto networks = ReadyNetworks::open(series, where, "float32").value();
  const auto ready = networks->at(checkpoint::place_at(0)).value();
  EXPECT_EQ(ready.precision, plan::Precision::float32);
  EXPECT_EQ(gpu::split(ready.network).device, host());
  // Who only looks on gets what the dream runs, without the GPU.
  const auto onlooker = networks->named(checkpoint::to_text(series, checkpoint::place_at(0)))->network;
  EXPECT_EQ(onlooker, gpu::split(ready.network).network);
  EXPECT_FALSE(gpu::split(onlooker).device);
  EXPECT_EQ(networks->budget(), std::size_t{1} << 30) << "its networks are its weights";
}

}  // namespace
}  // namespace birddream::dream
