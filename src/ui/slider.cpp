#include "ui/slider.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "ui/theme.h"

namespace birddream::ui {
namespace {

struct Geometry {
  ImRect whole;
  ImRect track;
  ImRect value;
};

Geometry lay_out(ImVec2 origin, float width) {
  const float em = ImGui::GetFontSize();
  const float value_width = std::min(4.1F * em, 0.5F * width);
  const float height = ImGui::GetFrameHeight();
  Geometry g;
  g.whole = ImRect(origin, {origin.x + width, origin.y + height});
  g.value = ImRect({g.whole.Max.x - value_width, origin.y}, g.whole.Max);
  g.track = ImRect(origin, {g.value.Min.x - 0.4F * em, g.whole.Max.y});
  return g;
}

void draw_slider(const Geometry& g, const ImRect& grab, const std::string& text, const SliderLook& look,
                 bool hovered, bool held, bool over_value) {
  const float em = ImGui::GetFontSize();
  const Palette& p = palette();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = (g.track.Min.y + g.track.Max.y) / 2;
  const float x = (grab.Min.x + grab.Max.x) / 2;
  const float half = 0.11F * em;
  draw.AddRectFilled({g.track.Min.x, y - half}, {g.track.Max.x, y + half}, packed(p.field_hover), half);
  draw.AddRectFilled({g.track.Min.x, y - half}, {x, y + half},
                     packed(look.changed || held ? p.accent : p.text_faint), half);
  draw.AddCircleFilled({x, y}, (held ? 0.44F : 0.38F) * em, packed(p.panel));
  const ImVec4& knob = look.changed || held ? p.accent : hovered ? p.text : p.text_quiet;
  draw.AddCircleFilled({x, y}, (held ? 0.36F : 0.31F) * em, packed(knob));
  if (over_value)
    draw.AddRectFilled(g.value.Min, g.value.Max, packed(p.field), ImGui::GetStyle().FrameRounding);

  const std::string unit = *look.unit == '\0' ? "" : std::string(" ") + look.unit;
  const float unit_width = ImGui::CalcTextSize(unit.c_str()).x;
  const float text_width = ImGui::CalcTextSize(text.c_str()).x;
  const float right = g.value.Max.x - 0.25F * em;
  const float top = g.value.Min.y + (g.value.GetHeight() - em) / 2;
  draw.AddText({right - unit_width - text_width, top}, packed(p.text), text.c_str());
  draw.AddText({right - unit_width, top}, packed(p.text_quiet), unit.c_str());
}

/// Where the hand on a slider is, as the slider takes it: a tenth of the way while Shift is held.
class Hand {
 public:
  /// With Shift the knob stays where it is; else it comes to the pointer.
  void take(float pointer, float knob, bool fine) {
    last_ = pointer;
    at_ = fine ? knob : pointer;
  }
  float follow(float pointer, const ImRect& track, bool fine) {
    constexpr float finer = 0.1F;
    at_ += (pointer - last_) * (fine ? finer : 1.0F);
    last_ = pointer;
    // Past an end the hand comes back at once, unless it never went fine and still is the pointer.
    if (at_ != pointer) at_ = std::clamp(at_, track.Min.x, track.Max.x);
    return at_;
  }

 private:
  float last_ = 0, at_ = 0;
};

/// SliderBehavior with the pointer's x given instead of the mouse's own.
bool follow_hand(float x, const ImRect& track, ImGuiID id, ImGuiDataType type, void* value, const void* low,
                 const void* high, const char* format, ImGuiSliderFlags flags, ImRect& grab) {
  float& mouse = ImGui::GetIO().MousePos.x;
  const float real = std::exchange(mouse, x);
  const bool changed = ImGui::SliderBehavior(track, id, type, value, low, high, format, flags, &grab);
  mouse = real;
  return changed;
}

bool slide(const char* id_text, ImGuiDataType type, void* value, const void* low, const void* high,
           const char* format, const SliderLook& look) {
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  if (window->SkipItems) return false;
  const ImGuiID id = window->GetID(id_text);
  const Geometry g = lay_out(window->DC.CursorPos, ImGui::CalcItemWidth());
  ImGui::ItemSize(g.whole, ImGui::GetStyle().FramePadding.y);
  if (!ImGui::ItemAdd(g.whole, id, &g.whole, ImGuiItemFlags_Inputable)) return false;

  ImGuiContext& context = *ImGui::GetCurrentContext();
  const ImGuiSliderFlags flags =
      ImGuiSliderFlags_NoRoundToFormat | (look.logarithmic ? ImGuiSliderFlags_Logarithmic : 0);
  static Hand hand;  // one pointer, one slider
  ImRect grab;
  const bool hovered = ImGui::ItemHoverable(g.whole, id, context.LastItemData.ItemFlags);
  const bool over_value = hovered && g.value.Contains(context.IO.MousePos);
  bool typing = ImGui::TempInputIsActive(id);
  if (!typing) {
    const bool clicked = hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Left, ImGuiInputFlags_None, id);
    const bool twice = clicked && ImGui::GetMouseClickedCount(ImGuiMouseButton_Left) == 2;
    const bool by_keyboard = context.NavActivateId == id;
    typing = (clicked && (context.IO.KeyCtrl || twice || over_value)) ||
             (by_keyboard && (context.NavActivateFlags & ImGuiActivateFlags_PreferInput) != 0);
    if (clicked) ImGui::SetKeyOwner(ImGuiKey_MouseLeft, id);
    if (!typing && (clicked || by_keyboard)) {
      // Not active yet, it only says where the knob is.
      ImGui::SliderBehavior(g.track, id, type, value, low, high, format, flags, &grab);
      hand.take(context.IO.MousePos.x, grab.GetCenter().x, context.IO.KeyShift);
      ImGui::SetActiveID(id, window);
      ImGui::SetFocusID(id, window);
      ImGui::FocusWindow(window);
    }
  }
  if (typing) {
    const float before = type == ImGuiDataType_Float ? *static_cast<float*>(value) : 0;
    const bool typed = ImGui::TempInputScalar(g.whole, id, id_text, type, value, format);
    // "nan" and "inf" are numbers to it.
    if (type == ImGuiDataType_Float && !std::isfinite(*static_cast<float*>(value)))
      *static_cast<float*>(value) = before;
    return typed;
  }

  const float pointer = context.IO.MousePos.x;
  const float x = context.ActiveId == id ? hand.follow(pointer, g.track, context.IO.KeyShift) : pointer;
  const bool changed = follow_hand(x, g.track, id, type, value, low, high, format, flags, grab);
  if (changed) ImGui::MarkItemEdited(id);
  std::array<char, 64> text{};
  ImGui::DataTypeFormatString(text.data(), static_cast<int>(text.size()), type, value, format);
  if (over_value) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  draw_slider(g, grab, text.data(), look, hovered, context.ActiveId == id, over_value);
  return changed;
}

}  // namespace

bool thin_slider(const char* id, float& value, float low, float high, const char* format,
                 const SliderLook& look) {
  return slide(id, ImGuiDataType_Float, &value, &low, &high, format, look);
}

bool thin_slider(const char* id, int& value, int low, int high, const char* format, const SliderLook& look) {
  return slide(id, ImGuiDataType_S32, &value, &low, &high, format, look);
}

}  // namespace birddream::ui
