#pragma once

#include <imgui.h>

#include <optional>
#include <string>
#include <vector>

#include "ui/curve_points.h"

namespace birddream::ui {

struct Line {
  std::string name;
  Getter get;
  ImVec4 colour;
};

/// Values that are usual elsewhere, shaded behind a curve.
struct Band {
  double low, high;
};

/// One instrument: lines over the steps of the dream, all on the same axis.
struct Curves {
  std::string title;
  const char* meaning;
  std::string value;  ///< beside the title
  std::vector<Line> lines = {};
  std::optional<Band> band = {};    ///< behind them
  std::optional<double> most = {};  ///< the axis goes from 0 to there; else as lines and band need
  bool names = false;               ///< the tooltip names each line
};

/// The instrument with its title, `height` px high, over `steps` steps or as many as were done. `marked`: the
/// step that all instruments point out, -1 for none. The step under the pointer, where it is in this one.
std::optional<int> draw_curves(const Curves& curves, const Steps& history, float height, int steps,
                               int marked);

}  // namespace birddream::ui
