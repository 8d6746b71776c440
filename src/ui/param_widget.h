#pragma once

#include "recipe/param_table.h"

namespace birddream::ui {

/// One parameter as label and widget, made from its table row: slider (logarithmic where the table says so),
/// switch, choice or text. Drawn in the accent, with a dot, where the value differs from `standard`;
/// right-click goes back to it. The row's help is its tooltip. True when the value changed. The widget's
/// ImGui id is "##" and the parameter's key.
bool param_widget(const recipe::ParamInfo& info, recipe::DreamParams& params,
                  const recipe::DreamParams& standard);

/// Whether the parameter's value differs between the two.
bool differs(const recipe::ParamInfo& info, const recipe::DreamParams& a, const recipe::DreamParams& b);

/// The label of a row whose widget follows on the same line, filling it up to `right` font sizes; quiet, or
/// bright and with a dot when `marked`.
void row_label(std::string_view label, bool marked = false, float right = 0);

/// How far a slider reaches: the table's range, narrowed where that would be too wide to aim in. Typing goes
/// to the table's ends.
struct Reach {
  double low = 0;
  double high = 0;
};
Reach reach_of(const recipe::ParamInfo& info, double value, double standard);

}  // namespace birddream::ui
