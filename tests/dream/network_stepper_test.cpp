#include "dream/network_stepper.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "checkpoint/series.h"
#include "dream/on_host.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;
using testing::HasSubstr;

TEST_F(OnHost, TheWindowsStepperDreamsThereAndSaysWhereAndWhy) {
  ASSERT_EQ(setenv("BIRDDREAM_CUDA_PLUGIN", BIRDDREAM_HOST_DEVICE, 1), 0);
  const auto series =
      checkpoint::load_series(std::filesystem::path(BIRDDREAM_SOURCE_DIR) / "assets/birds").value();
  const auto stepper = network_stepper(series, "auto", "float32")().value();
  unsetenv("BIRDDREAM_CUDA_PLUGIN");
  DreamParams params = params_of([](DreamParams& p) { p.targets[0].species = "bald eagle"; });
  ASSERT_TRUE(stepper->load(checkpoint::place_at(0)).ok());
  ASSERT_TRUE(stepper->restart(params).ok());
  EXPECT_EQ(stepper->info().device, "GPU, host memory, half");
  EXPECT_EQ(stepper->info().device_kind, "cuda");
  ASSERT_TRUE(stepper->step().ok());
  EXPECT_FALSE(stepper->info_changed());
  ASSERT_TRUE(stepper->load(checkpoint::place_between(0, 1, 0.5F)).ok());  // between two checkpoints
  ASSERT_TRUE(stepper->step().ok());
  EXPECT_FALSE(stepper->info_changed());
  EXPECT_EQ(stepper->info().precision, "half");

  // Two at a time on one device.
  const auto other = stepper->another().value();
  ASSERT_TRUE(other->load(checkpoint::place_at(1)).ok());
  ASSERT_TRUE(other->restart(params).ok());
  ASSERT_TRUE(other->step().ok());
  EXPECT_EQ(other->info().precision, "half");

  knobs().fault = HostFault::wait;
  ASSERT_TRUE(stepper->step().ok());
  EXPECT_TRUE(stepper->info_changed());
  EXPECT_THAT(stepper->info().device, testing::StartsWith("CPU"));
  EXPECT_THAT(stepper->info().why, HasSubstr("the host device broke down"));
  EXPECT_EQ(stepper->info().precision, "float32");
  EXPECT_EQ(stepper->info().device_kind, "cpu");
  EXPECT_FALSE(stepper->info_changed());
  EXPECT_EQ(stepper->steps_done(), 3);
}

TEST(NetworkStepper, ComputesInAnotherPrecisionFromTheNextStepOn) {
  const auto series =
      checkpoint::load_series(std::filesystem::path(BIRDDREAM_SOURCE_DIR) / "assets/birds").value();
  const auto stepper = network_stepper(series, "cpu", "bfloat16")().value();
  DreamParams params;
  params.width = params.height = 64;
  params.targets[0].species = "bald eagle";
  ASSERT_TRUE(stepper->set_precision("bfloat16").ok()) << "before anything is loaded";
  const auto picture = [&](const Stepper& of) {
    const image::PlanarView view = of.picture();
    return std::vector<float>(view.data, view.data + view.floats());
  };
  // By itself in each: what grows of one picture.
  const auto grown = [&](const char* precision) {
    EXPECT_TRUE(stepper->load(checkpoint::place_at(4)).ok());
    EXPECT_TRUE(stepper->restart(params).ok());
    for (int step = 0; step < 2; ++step) EXPECT_TRUE(stepper->step().ok());
    EXPECT_TRUE(stepper->set_precision(precision).ok());
    EXPECT_EQ(stepper->info().precision, precision);
    EXPECT_EQ(stepper->steps_done(), 2);
    EXPECT_TRUE(stepper->step().ok());
    EXPECT_TRUE(stepper->set_precision("bfloat16").ok());
    return picture(*stepper);
  };
  const std::vector<float> same = grown("bfloat16"), finer = grown("float32"), plain = grown("plain");
  EXPECT_EQ(grown("bfloat16"), same);
  EXPECT_NE(finer, same);
  EXPECT_NE(plain, finer);
  float apart = 0;
  for (std::size_t i = 0; i < plain.size(); ++i) apart = std::max(apart, std::abs(plain[i] - finer[i]));
  EXPECT_LT(apart, 0.02F) << "float32 both";

  const auto beside = stepper->another().value();
  ASSERT_TRUE(beside->load(checkpoint::place_at(4)).ok());
  ASSERT_TRUE(stepper->set_precision("float32").ok());
  EXPECT_EQ(beside->info().precision, "bfloat16") << "nobody has told it";
  ASSERT_TRUE(beside->set_precision("float32").ok());
  EXPECT_EQ(beside->info().precision, "float32");
  EXPECT_THAT(stepper->set_precision("float64").error().message, HasSubstr("float64"));
  EXPECT_EQ(stepper->info().precision, "float32");
}

}  // namespace
}  // namespace birddream::dream
