#pragma once

#include <imgui.h>

namespace birddream::ui {

/// How a slider is drawn and how far it reaches.
struct SliderLook {
  const char* unit = "";  ///< shown after the value
  bool changed = false;   ///< differs from the preset: drawn in the accent
  bool logarithmic = false;
};

/// A thin track with a knob and the value at its right end, one ImGui item over CalcItemWidth(). Drag the
/// track, ten times finer while Shift is held; Ctrl+click, double-click, or a click on the value types a
/// number, which may lie beyond `low` and `high` (the caller clamps). `format` prints the value. True when
/// the value changed.
bool thin_slider(const char* id, float& value, float low, float high, const char* format,
                 const SliderLook& look);
bool thin_slider(const char* id, int& value, int low, int high, const char* format, const SliderLook& look);

}  // namespace birddream::ui
