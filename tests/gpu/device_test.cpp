#include "gpu/device.h"

#include <gtest/gtest.h>

namespace birddream::gpu {
namespace {

TEST(DeviceOpen, SaysWhyThereIsNone) {
  EXPECT_EQ(Device::open("/nowhere/birddream_cuda.so").error().message, "birddream_cuda.so is not there");
  EXPECT_NE(Device::open(BIRDDREAM_SOURCE_DIR "/README.md").error().message.find("does not load"),
            std::string::npos);
  // A library that loads and has no such symbol.
  const auto other = Device::open(BIRDDREAM_OTHER_LIBRARY);
  EXPECT_NE(other.error().message.find("does not compute"), std::string::npos) << other.error().message;
}

// The plug-in itself loads where there is no GPU, and says which of the reasons it is.
TEST(DeviceOpen, ThePluginItselfAnswers) {
  const auto real = Device::open(BIRDDREAM_CUDA_PLUGIN);
  if (real.ok()) GTEST_SKIP() << "there is a GPU: " << (*real)->name();
  EXPECT_NE(real.error().message.find("CUDA"), std::string::npos) << real.error().message;
}

}  // namespace
}  // namespace birddream::gpu
