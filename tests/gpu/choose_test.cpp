#include "gpu/choose.h"

#include <dlfcn.h>
#include <gmock/gmock.h>

#include <filesystem>

#include "gpu/host_device/host_device.h"

namespace birddream::gpu {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

bool has_driver() {
  std::error_code ignored;
  return std::filesystem::exists("/proc/driver/nvidia/version", ignored) ||
         std::filesystem::exists("/dev/nvidiactl", ignored);
}

TEST(Choose, AGpuThatAnswersTakesTheStepsAndTheCpuTheRest) {
  for (const char* wish : {"auto", "cuda"}) {
    const auto where = choose(wish, BIRDDREAM_HOST_DEVICE).value();
    ASSERT_NE(where.gpu, nullptr);
    EXPECT_TRUE(where.host.device.is_cpu());
    EXPECT_EQ(where.host.name, "GPU, host memory");
    EXPECT_EQ(where.host.why, "a GPU answered");
  }
}

TEST(Choose, WhoAsksForTheCpuGetsIt) {
  const auto where = choose("cpu", BIRDDREAM_HOST_DEVICE).value();
  EXPECT_EQ(where.gpu, nullptr);
  EXPECT_THAT(where.host.name, StartsWith("CPU"));
}

TEST(Choose, WithoutADeviceItIsLibTorchsChoice) {
  if (has_driver()) GTEST_SKIP() << "here LibTorch may find a GPU";
  auto* const library = dlopen(BIRDDREAM_HOST_DEVICE, RTLD_NOW);
  auto& host = *reinterpret_cast<HostDevice* (*)()>(dlsym(library, "host_device"))();
  host.fault = HostFault::no_device;
  for (const char* plugin : {BIRDDREAM_HOST_DEVICE, "/nowhere/birddream_cuda.so", BIRDDREAM_CUDA_PLUGIN}) {
    const auto where = choose("auto", plugin).value();
    EXPECT_EQ(where.gpu, nullptr) << plugin;
    EXPECT_TRUE(where.host.device.is_cpu());
    EXPECT_THAT(where.host.why, HasSubstr("no NVIDIA driver"));
    const auto demanded = choose("cuda", plugin);
    ASSERT_FALSE(demanded.ok());
    EXPECT_THAT(demanded.error().message, HasSubstr("no NVIDIA driver"));
  }
  host.fault = HostFault::none;
}

TEST(Choose, AWishThatIsNoneIsAnError) {
  EXPECT_THAT(choose("vulkan", BIRDDREAM_HOST_DEVICE).error().message, HasSubstr("vulkan"));
}

}  // namespace
}  // namespace birddream::gpu
