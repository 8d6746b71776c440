#include "ui/param_widget.h"

#include <imgui.h>
#include <misc/cpp/imgui_stdlib.h>

#include <algorithm>
#include <string>

#include "recipe/field.h"
#include "ui/slider.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

using recipe::ParamInfo;

constexpr float label_width = 8.0F;   // in font sizes
constexpr double widest_ratio = 1e4;  // of a logarithmic slider's ends

// Enough digits to see a step of the slider, no more.
const char* number_format(double value) {
  if (value == 0) return "%.0f";
  return value < 0.01 ? "%.4f" : value < 0.1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
}

// "x" reads as a multiplication sign after a number.
std::string unit_of(const ParamInfo& info) {
  return info.unit == "x" ? "\xc3\x97" : info.unit == "steps" ? "" : std::string(info.unit);
}

bool draw_value(const ParamInfo& info, const char* id, float& value, float standard) {
  const Reach reach = reach_of(info, static_cast<double>(value), static_cast<double>(standard));
  const std::string unit = unit_of(info);
  const bool changed = thin_slider(id, value, static_cast<float>(reach.low), static_cast<float>(reach.high),
                                   number_format(static_cast<double>(value)),
                                   {unit.c_str(), value != standard, info.logarithmic});
  value = std::clamp(value, static_cast<float>(info.min), static_cast<float>(info.max));
  return changed;
}

bool draw_value(const ParamInfo& info, const char* id, int& value, int standard) {
  const Reach reach = reach_of(info, value, standard);
  const std::string unit = unit_of(info);
  const bool changed = thin_slider(id, value, static_cast<int>(reach.low), static_cast<int>(reach.high), "%d",
                                   {unit.c_str(), value != standard, info.logarithmic});
  value = std::clamp(value, static_cast<int>(info.min), static_cast<int>(info.max));
  return changed;
}

bool draw_value(const ParamInfo& info, const char* id, std::uint64_t& value, std::uint64_t) {
  const bool changed = ImGui::InputScalar(id, ImGuiDataType_U64, &value);
  value = std::min(value, static_cast<std::uint64_t>(info.max));
  return changed;
}

bool draw_value(const ParamInfo&, const char* id, bool& value, bool) {
  return toggle(id, value);
}
bool draw_value(const ParamInfo&, const char* id, std::string& value, const std::string&) {
  return ImGui::InputText(id, &value);
}

template <class Enum>
bool draw_value(const ParamInfo& info, const char* id, Enum& value, Enum) {
  bool changed = false;
  const auto current = static_cast<std::size_t>(value);
  if (begin_combo(id, info.names.labels[current].data())) {
    for (std::size_t i = 0; i < info.names.labels.size(); ++i) {
      if (ImGui::Selectable(info.names.labels[i].data(), i == current) && i != current) {
        value = static_cast<Enum>(i);
        changed = true;
      }
    }
    ImGui::EndCombo();
  }
  return changed;
}

template <class T>
std::string help_of(T, bool differs) {
  std::string text = recipe::is_number<T> ? "Click the number to type; Shift drags finely. " : "";
  if (differs) text += "Right-click: back to the preset's value.";
  return text;
}

}  // namespace

Reach reach_of(const ParamInfo& info, double value, double standard) {
  Reach reach{info.min, info.max};
  const bool too_wide = info.logarithmic && info.min > 0 && info.max / info.min > widest_ratio;
  if (!too_wide || standard <= 0) return reach;
  reach.low = std::max(info.min, std::min(standard / 50, value));
  reach.high = std::min(info.max, std::max(standard * 50, value));
  return reach;
}

bool differs(const ParamInfo& info, const recipe::DreamParams& a, const recipe::DreamParams& b) {
  return std::visit([&](auto member) { return a.*member != b.*member; }, info.field);
}

void row_label(std::string_view label, bool marked, float right) {
  const float em = ImGui::GetFontSize();
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, marked ? palette().text : palette().text_quiet);
  ImGui::TextUnformatted(label.data(), label.data() + label.size());
  ImGui::PopStyleColor();
  if (marked) {
    const ImVec2 corner = ImGui::GetItemRectMax();
    const float y = (ImGui::GetItemRectMin().y + corner.y) / 2;
    ImGui::GetWindowDrawList()->AddCircleFilled({corner.x + 0.5F * em, y}, 0.16F * em,
                                                packed(palette().accent));
  }
  const float padding = ImGui::GetStyle().WindowPadding.x;
  const float width = std::min(label_width * em, 0.42F * (ImGui::GetWindowWidth() - 2 * padding));
  ImGui::SameLine();
  ImGui::SetCursorPosX(padding + width);
  ImGui::SetNextItemWidth(right > 0 ? -right * em : -1);
}

bool param_widget(const ParamInfo& info, recipe::DreamParams& params, const recipe::DreamParams& standard) {
  const std::string id = "##" + std::string(info.key);
  return std::visit(
      [&](auto member) {
        auto& value = params.*member;
        const auto& usual = standard.*member;
        const bool other = value != usual;
        const std::string more = help_of(value, other);
        ImGui::BeginGroup();
        row_label(info.label, other);
        bool changed = draw_value(info, id.c_str(), value, usual);
        ImGui::EndGroup();
        if (!ImGui::IsItemActive()) explain(std::string(info.help), more);
        return back_on_right_click(value, usual) || changed;
      },
      info.field);
}

}  // namespace birddream::ui
