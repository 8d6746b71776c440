#pragma once

#include <memory>
#include <vector>

#include "gpu/device.h"

namespace birddream::gpu {

/// Copies of a picture that live as long as somebody looks at them; their memory is used again after that.
class PictureCopies {
 public:
  /// Of its own memory: in the host's, and on the device after `ready` (a cudaEvent_t).
  struct Picture {
    std::shared_ptr<const void> owner;
    const float* host = nullptr;
    const float* device = nullptr;
    const void* ready = nullptr;
  };

  /// `bytes`: of a picture, the same for all of them.
  PictureCopies(std::shared_ptr<const Device> device, std::size_t bytes);

  /// In order with everything else on the device, and waited for. Throws Failure.
  Picture take(const float* picture);

 private:
  struct Slot;
  std::shared_ptr<const Device> device_;
  std::size_t bytes_;
  std::vector<std::shared_ptr<Slot>> slots_;
};

}  // namespace birddream::gpu
