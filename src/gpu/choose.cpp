#include "gpu/choose.h"

#include <utility>

namespace birddream::gpu {

Result<Where> choose(std::string_view wish, const std::filesystem::path& plugin) {
  const bool wanted = wish == "auto" || wish == "cuda";
  auto opened = wanted ? Device::open(plugin) : Result<std::shared_ptr<Device>>(Error{});
  auto host = net::choose_device(opened ? "cpu" : wish);
  if (!host) return host.error();
  if (opened) {
    host->name = "GPU, " + (*opened)->name();
    host->why = "a GPU answered";
    return Where{std::move(host).value(), std::move(opened).value()};
  }
  if (host->device.is_cuda()) host->why += ", without graphs: " + opened.error().message;
  return Where{std::move(host).value(), nullptr};
}

}  // namespace birddream::gpu
