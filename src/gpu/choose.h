#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "base/paths.h"
#include "base/result.h"
#include "gpu/device.h"
#include "net/device.h"

namespace birddream::gpu {

/// Where dreams are dreamt.
struct Where {
  /// Where networks run. With a GPU the CPU, for all that is not a step; its name and reason are the GPU's.
  net::DeviceInfo host;
  std::shared_ptr<const Device> gpu;  ///< where whole steps are done; null: nowhere else
};

/// `wish`, as for net::choose_device(): "auto" and "cuda" ask the plug-in first, then LibTorch, then ("auto"
/// only) the CPU; with the reason for each that was passed over.
Result<Where> choose(std::string_view wish, const std::filesystem::path& plugin = cuda_plugin_file());

}  // namespace birddream::gpu
