#include "ui/curve_points.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace birddream::ui {
namespace {

struct Point {
  double step, value;
};

}  // namespace

CurvePoints points_of(const Steps& history, const Getter& get, int columns) {
  CurvePoints points;
  const auto add = [&points](const Point& point) {
    points.steps.push_back(point.step);
    points.values.push_back(point.value);
  };
  const std::size_t count = history.size(), wide = static_cast<std::size_t>(std::max(columns, 1));
  const std::size_t each = std::max<std::size_t>((count + wide - 1) / wide, 1);
  for (std::size_t first = 0; first < count; first += each) {
    const std::size_t end = std::min(first + each, count);
    const auto at = [&](std::size_t i) {
      return Point{static_cast<double>(history[i].report.step), static_cast<double>(get(history[i]))};
    };
    Point least = at(first), most = least;
    for (std::size_t i = first + 1; i < end; ++i) {
      const Point point = at(i);
      if (std::isnan(point.value)) continue;
      if (std::isnan(least.value) || point.value < least.value) least = point;
      if (std::isnan(most.value) || point.value > most.value) most = point;
    }
    if (most.step < least.step) std::swap(least, most);
    add(least);
    if (most.step > least.step) add(most);
  }
  return points;
}

}  // namespace birddream::ui
