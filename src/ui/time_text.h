#pragma once

#include <string>

#include "base/formatted.h"

namespace birddream::ui {

/// "12:30 min" or "3 h 05 min", of at least 0 seconds.
inline std::string time_text(double seconds) {
  const int whole = static_cast<int>(seconds);
  return whole >= 3600 ? formatted("%d h %02d min", whole / 3600, whole / 60 % 60)
                       : formatted("%d:%02d min", whole / 60, whole % 60);
}

}  // namespace birddream::ui
