#pragma once

namespace birddream::train {

/// While it lives, this thread computes convolutions and linear layers in bfloat16 where `on` (torch's
/// autocast); weights stay float32.
class Bfloat16Scope {
 public:
  explicit Bfloat16Scope(bool on);
  ~Bfloat16Scope();
  Bfloat16Scope(const Bfloat16Scope&) = delete;
  Bfloat16Scope& operator=(const Bfloat16Scope&) = delete;

 private:
  bool on_;
};

/// Whether bfloat16 pays here: the CPU has instructions for it.
bool has_fast_bfloat16();

}  // namespace birddream::train
