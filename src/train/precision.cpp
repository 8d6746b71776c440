#include "train/precision.h"

#include <ATen/autocast_mode.h>

namespace birddream::train {

Bfloat16Scope::Bfloat16Scope(at::Device device, bool on) : device_(device.type()), on_(on) {
  if (!on_) return;
  at::autocast::set_autocast_enabled(device_, true);
  at::autocast::set_autocast_dtype(device_, at::kBFloat16);
  at::autocast::increment_nesting();
}

Bfloat16Scope::~Bfloat16Scope() {
  if (!on_) return;
  at::autocast::decrement_nesting();
  at::autocast::clear_cache();
  at::autocast::set_autocast_enabled(device_, false);
}

bool has_fast_bfloat16(at::Device device) {
#if defined(__x86_64__)
  return device.is_cpu() && __builtin_cpu_supports("avx512bf16") != 0;
#else
  return device.is_cpu() && false;
#endif
}

}  // namespace birddream::train
