#pragma once

#include <algorithm>

namespace birddream::gpu {

/// How large the largest gradient at a tap is made, so that halves hold what comes of it. They end at 65504:
/// of a gradient that begins with `usual` there is room for sums. Where that was not enough the step is done
/// again with less, where all of it was too small for halves, with more; what served once is where the next
/// step begins, and after a while without trouble it goes back towards `usual`.
class LossScale {
 public:
  static constexpr float usual = 1024, largest = 16384, smallest = 1;
  static constexpr int patience = 64;  ///< steps that went well before more is tried

  float value() const { return value_; }

  /// The gradient was not finite. Whether there is less to try.
  bool overflowed() {
    good_ = 0;
    if (value_ <= smallest) return false;
    value_ = std::max(value_ / 8, smallest);
    return true;
  }
  /// The gradient was zero. Whether there is more to try.
  bool vanished() {
    good_ = 0;
    if (value_ >= largest) return false;
    value_ = largest;
    return true;
  }
  void went_well() {
    if (value_ >= usual || ++good_ < patience) return;
    good_ = 0;
    value_ = std::min(value_ * 2, usual);
  }

 private:
  float value_ = usual;
  int good_ = 0;
};

}  // namespace birddream::gpu
