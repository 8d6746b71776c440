#include "net/device.h"

#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <dlfcn.h>

#include <filesystem>
#include <fstream>

#include "base/text.h"

namespace birddream::net {
namespace {

namespace fs = std::filesystem;

DeviceInfo cpu(std::string why) {
  const int threads = at::get_num_threads();
  return {c10::Device(c10::kCPU), "CPU, " + std::to_string(threads) + (threads == 1 ? " thread" : " threads"),
          std::move(why)};
}

// The driver's own listing; reading it starts nothing on the card.
std::string card_name() {
  std::error_code ignored;
  for (const auto& card : fs::directory_iterator("/proc/driver/nvidia/gpus", ignored)) {
    std::ifstream information(card.path() / "information");
    for (std::string line; std::getline(information, line);) {
      constexpr std::string_view key = "Model:";
      if (line.rfind(key, 0) != 0) continue;
      const auto start = line.find_first_not_of(" \t", key.size());
      return start == std::string::npos ? "" : line.substr(start);
    }
  }
  return "";
}

// Empty when CUDA works, else why it does not.
std::string why_no_cuda() {
  std::error_code ignored;
  if (!fs::exists("/proc/driver/nvidia/version", ignored) && !fs::exists("/dev/nvidiactl", ignored)) {
    return "no NVIDIA driver on this machine";
  }
  // Kept open for the life of the process: it registers torch's CUDA kernels.
  if (dlopen(BIRDDREAM_TORCH_LIB "/libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) == nullptr) {
    return "torch's CUDA libraries do not load: " + std::string(dlerror());
  }
  try {
    const auto& hooks = at::detail::getCUDAHooks();
    if (!hooks.hasCUDA() || hooks.deviceCount() == 0) return "the driver answers, but shows no usable GPU";
  } catch (const std::exception& problem) {
    return "CUDA does not start: " + first_line(problem.what());
  }
  return "";
}

}  // namespace

Result<DeviceInfo> choose_device(std::string_view wish) {
  if (wish == "cpu") return cpu("the CPU was asked for");
  if (wish != "auto" && wish != "cuda") {
    return Error{"Unknown device '" + std::string(wish) + "': use auto, cpu or cuda."};
  }
  static const std::string reason = why_no_cuda();  // probed once
  if (reason.empty()) {
    const std::string card = card_name();
    return DeviceInfo{c10::Device(c10::kCUDA, 0), card.empty() ? "CUDA" : "CUDA, " + card, "a GPU answered"};
  }
  if (wish == "cuda") return Error{"No CUDA device: " + reason + ". Use --device cpu or auto."};
  return cpu(reason);
}

}  // namespace birddream::net
