#pragma once

#include <c10/core/Device.h>

namespace birddream::train {

/// While it lives, this thread computes convolutions and linear layers on that kind of device in bfloat16
/// where `on` (torch's autocast); weights stay float32.
class Bfloat16Scope {
 public:
  Bfloat16Scope(at::Device device, bool on);
  ~Bfloat16Scope();
  Bfloat16Scope(const Bfloat16Scope&) = delete;
  Bfloat16Scope& operator=(const Bfloat16Scope&) = delete;

 private:
  at::DeviceType device_;
  bool on_;
};

/// Whether bfloat16 is known to pay on that device: a CPU that has instructions for it. On a GPU nobody has
/// measured it.
bool has_fast_bfloat16(at::Device device);

}  // namespace birddream::train
