#include "dream/network_stepper.h"

#include <gmock/gmock.h>

#include <cstdlib>

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

}  // namespace
}  // namespace birddream::dream
