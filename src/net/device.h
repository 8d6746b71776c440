#pragma once

#include <c10/core/Device.h>

#include <string>
#include <string_view>

#include "base/result.h"

namespace birddream::net {

/// Where a dream is computed, and what to tell the user about it.
struct DeviceInfo {
  c10::Device device = c10::Device(c10::kCPU);
  std::string name;  ///< "CPU, 2 threads", "CUDA, NVIDIA H100 80GB HBM3"
  std::string why;   ///< one sentence
};

/// `wish`: "auto" (CUDA when a driver, a card and torch's CUDA libraries answer, else the CPU with the
/// reason), "cpu" or "cuda" (an Error with the reason when there is none). The program links torch_cpu alone;
/// libtorch_cuda.so is opened here, once, when a driver is present.
Result<DeviceInfo> choose_device(std::string_view wish);

}  // namespace birddream::net
