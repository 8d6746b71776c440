#include "gpu/picture_copies.h"

#include <algorithm>

namespace birddream::gpu {

struct PictureCopies::Slot {
  std::shared_ptr<const Device> device;
  Memory on_device, on_host;
  void* ready = nullptr;
  Slot(std::shared_ptr<const Device> owner, std::size_t bytes)
      : device(std::move(owner)), on_device(device, bytes), on_host(device, bytes, Memory::Kind::host) {}
  ~Slot() { device->api().release_event(ready); }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
};

PictureCopies::PictureCopies(std::shared_ptr<const Device> device, std::size_t bytes)
    : device_(std::move(device)), bytes_(bytes) {}

PictureCopies::Picture PictureCopies::take(const float* picture) {
  auto free = std::ranges::find_if(slots_, [](const auto& slot) { return slot.use_count() == 1; });
  if (free == slots_.end()) {
    slots_.push_back(std::make_shared<Slot>(device_, bytes_));
    free = slots_.end() - 1;
  }
  Slot& slot = **free;
  device_->copy(slot.on_device.as<void>(), picture, bytes_, birddream_within_device);
  device_->mark(&slot.ready);
  device_->copy(slot.on_host.as<void>(), picture, bytes_, birddream_to_host);
  device_->wait();
  return {*free, slot.on_host.as<float>(), slot.on_device.as<float>(), slot.ready};
}

}  // namespace birddream::gpu
