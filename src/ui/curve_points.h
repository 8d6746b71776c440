#pragma once

#include <functional>
#include <vector>

#include "ui/step_log.h"

namespace birddream::ui {

using Getter = std::function<float(const engine::LoggedStep&)>;

/// A line as far as a screen can show it. NaN: it is broken there.
struct CurvePoints {
  std::vector<double> steps, values;
};

/// Where there are more steps than `columns`, of each column the least and the most value, in the order in
/// which they came.
CurvePoints points_of(const Steps& history, const Getter& get, int columns);

}  // namespace birddream::ui
