#pragma once

#include <imgui.h>

#include <filesystem>

#include "base/result.h"

namespace birddream::ui {

/// Colours that panels name by meaning. Everything is gray but one accent, a flamingo's coral: it marks what
/// the user chose or changed, and nothing else.
struct Palette {
  ImVec4 accent;
  ImVec4 accent_quiet;  ///< fills
  ImVec4 on_accent;     ///< text on the accent
  ImVec4 text;
  ImVec4 text_quiet;  ///< labels, explanations
  ImVec4 text_faint;  ///< ticks, units, what is off
  ImVec4 warning;
  ImVec4 window;  ///< behind and between panels
  ImVec4 panel;
  ImVec4 field;
  ImVec4 field_hover;
  ImVec4 line;
  ImVec4 canvas;  ///< behind the picture
};

const Palette& palette();

/// Regular and bold interface fonts with the icons merged in; call once after ImGui::CreateContext. Error: a
/// file is missing (ImGui's built-in font then stays).
Status load_fonts(const std::filesystem::path& folder);

/// Sets ImGui's and ImPlot's style. `scale`: display scale, 0.75..4.
void apply_theme(bool dark, float scale);

/// The one type scale. For the length of a scope, text is set in it.
enum class Type { small, body, strong, title };
class TypeScope {
 public:
  explicit TypeScope(Type type);
  ~TypeScope() { ImGui::PopFont(); }
  TypeScope(const TypeScope&) = delete;
  TypeScope& operator=(const TypeScope&) = delete;
};

/// `colour` with its opacity replaced.
ImVec4 faded(ImVec4 colour, float alpha);
/// As a draw list wants it, with the style's opacity (disabled items are paler).
ImU32 packed(const ImVec4& colour);

}  // namespace birddream::ui
