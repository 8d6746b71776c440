#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "base/formatted.h"
#include "gl/pixel_readout.h"
#include "image/difference.h"
#include "ui/actions.h"
#include "ui/icons.h"
#include "ui/picture_panel.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

// On top of any picture: white on translucent black, in both themes.
constexpr ImU32 chip_back = IM_COL32(12, 13, 15, 190);
constexpr ImU32 chip_text = IM_COL32(240, 238, 234, 255);

// A small rounded label with its upper left corner there; its width.
float draw_chip(ImVec2 at, const char* text, float swatch = 0, ImU32 colour = 0) {
  const float em = ImGui::GetFontSize();
  const ImVec2 size = ImGui::CalcTextSize(text);
  const float width = size.x + swatch + 1.2F * em;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + width, at.y + 1.7F * em}, chip_back, 0.35F * em);
  if (swatch > 0) {
    draw.AddRectFilled({at.x + 0.6F * em, at.y + 0.4F * em}, {at.x + 1.5F * em, at.y + 1.3F * em}, colour,
                       0.2F * em);
  }
  draw.AddText({at.x + 0.6F * em + swatch, at.y + 0.35F * em}, chip_text, text);
  return width;
}

std::string loading_text(const Desk& desk) {
  if (desk.series.checkpoints.size() < 2) return "Reading the network";
  return "Reading " + checkpoint::title_of(desk.series, desk.model.checkpoint);
}

void draw_loading(const Desk& desk, const Canvas& canvas) {
  const std::string text = loading_text(desk);
  const float em = ImGui::GetFontSize();
  const float width = ImGui::CalcTextSize(text.c_str()).x;
  const ImVec2 middle = {canvas.x + canvas.width / 2, canvas.y + canvas.height / 2};
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto begin = static_cast<float>(std::fmod(ImGui::GetTime() * 4.5, 2 * 3.14159265));
  draw.PathArcTo({middle.x, middle.y - 1.6F * em}, 0.9F * em, begin, begin + 4.2F, 32);
  draw.PathStroke(packed(palette().accent), 0.16F * em);
  draw.AddText({middle.x - width / 2, middle.y}, packed(palette().text_quiet), text.c_str());
}

void draw_failure(Desk& desk, const Canvas& canvas) {
  const float em = ImGui::GetFontSize();
  const float width = std::min(27 * em, canvas.width - 2 * em);
  ImGui::SetNextWindowPos({canvas.x + canvas.width / 2, canvas.y + canvas.height / 2}, ImGuiCond_Always,
                          {0.5F, 0.5F});
  ImGui::SetNextWindowSize({width, 0});
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ImGui::GetStyleColorVec4(ImGuiCol_PopupBg));
  if (ImGui::BeginChild(
          "##failure", {width, 0},
          ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_Borders)) {
    ImGui::TextColored(palette().warning, "%s", icon::warning);
    ImGui::SameLine();
    {
      const TypeScope strong(Type::strong);
      ImGui::TextUnformatted("The dream stopped");
    }
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(desk.model.frame->message.c_str());
    ImGui::PopTextWrapPos();
    ImGui::Spacing();
    if (ImGui::Button("Try again")) restart(desk.model);
    ImGui::SameLine();
    const Action& reset = *find_action("reset_params");
    ImGui::BeginDisabled(!is_enabled(reset, desk));
    if (ImGui::Button("Back to the preset")) {
      reset.run(desk);
      restart(desk.model);
    }
    ImGui::EndDisabled();
  }
  ImGui::EndChild();
  ImGui::PopStyleColor();
}

}  // namespace

bool drag_wipe(float& wipe, const Canvas& canvas, const char* left, const char* right) {
  static bool held = false;  // one picture, one hand
  const ImGuiIO& io = ImGui::GetIO();
  const float em = ImGui::GetFontSize();
  const float x = canvas.x + wipe * canvas.width;
  const bool near = ImGui::IsItemHovered() && std::abs(io.MousePos.x - x) < 0.6F * em;
  if (near && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) held = true;
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) held = false;
  if (held) wipe = std::clamp((io.MousePos.x - canvas.x) / canvas.width, 0.0F, 1.0F);
  if (held || near) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);

  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float line = canvas.x + wipe * canvas.width;
  const float middle = canvas.y + canvas.height / 2;
  draw.AddLine({line, canvas.y}, {line, canvas.y + canvas.height}, IM_COL32(0, 0, 0, 110), 0.2F * em);
  draw.AddLine({line, canvas.y}, {line, canvas.y + canvas.height}, IM_COL32(255, 255, 255, 230), 0.1F * em);
  draw.AddCircleFilled({line, middle}, 0.95F * em,
                       held || near ? IM_COL32_WHITE : IM_COL32(255, 255, 255, 230));
  const TypeScope small(Type::small);
  const ImVec2 arrows = ImGui::CalcTextSize(icon::left_right);
  draw.AddText({line - arrows.x / 2, middle - arrows.y / 2}, IM_COL32(20, 20, 22, 255), icon::left_right);
  const float pad = 0.6F * em;
  const float width = ImGui::CalcTextSize(left).x + 1.2F * ImGui::GetFontSize();
  if (line - canvas.x > width + 2 * pad) draw_chip({line - width - pad, canvas.y + pad}, left);
  if (canvas.x + canvas.width - line > 7 * em) draw_chip({line + pad, canvas.y + pad}, right);
  return held || near;
}

void draw_corner_label(const Canvas& canvas, const char* text, bool right) {
  const TypeScope small(Type::small);
  const float em = ImGui::GetFontSize();
  const float width = ImGui::CalcTextSize(text).x + 1.2F * em;
  draw_chip(
      {right ? canvas.x + canvas.width - width - 0.6F * em : canvas.x + 0.6F * em, canvas.y + 0.6F * em},
      text);
}

void draw_difference_scale(const Canvas& canvas, float reach) {
  const TypeScope small(Type::small);
  const float em = ImGui::GetFontSize();
  const auto colour = [](float share) {
    const auto c = image::difference_colour(share);
    return ImGui::ColorConvertFloat4ToU32({c[0], c[1], c[2], 1});
  };
  const std::string low = formatted("B +%.2g", static_cast<double>(reach));
  const std::string high = formatted("A +%.2g", static_cast<double>(reach));
  const float bar = 9 * em;
  const float low_width = ImGui::CalcTextSize(low.c_str()).x,
              high_width = ImGui::CalcTextSize(high.c_str()).x;
  const float width = bar + low_width + high_width + 2.4F * em;
  const ImVec2 at = {canvas.x + 0.6F * em, canvas.y + 0.6F * em};
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + width, at.y + 1.7F * em}, chip_back, 0.35F * em);
  draw.AddText({at.x + 0.6F * em, at.y + 0.35F * em}, chip_text, low.c_str());
  const float first = at.x + 1.2F * em + low_width;
  const ImVec2 middle = {first + bar / 2, at.y + 0.45F * em};
  const float bottom = at.y + 1.25F * em;
  draw.AddRectFilledMultiColor({first, middle.y}, {middle.x, bottom}, colour(-1), colour(0), colour(0),
                               colour(-1));
  draw.AddRectFilledMultiColor(middle, {first + bar, bottom}, colour(0), colour(1), colour(1), colour(0));
  draw.AddText({first + bar + 0.6F * em, at.y + 0.35F * em}, chip_text, high.c_str());
}

void draw_readout(const PictureView& view, const Canvas& canvas, const image::PlanarView& picture,
                  const gl::PictureTexture& texture, float unit) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const PicturePoint point = to_picture(view, canvas, mouse.x, mouse.y);
  const int x = static_cast<int>(std::floor(point.x / unit));
  const int y = static_cast<int>(std::floor(point.y / unit));
  const auto value = gl::pixel_value(picture, texture, x, y);
  if (!value) return;
  const auto byte = [](float v) {  // NaN compares false and becomes 0
    return v > 0 ? static_cast<int>(std::lround(std::min(v, 1.0F) * 255)) : 0;
  };
  const std::array<int, 3> rgb = {byte((*value)[0]), byte((*value)[1]), byte((*value)[2])};
  const std::string text = formatted("%d, %d     %d  %d  %d     %.3f  %.3f  %.3f", x, y, rgb[0], rgb[1],
                                     rgb[2], static_cast<double>((*value)[0]),
                                     static_cast<double>((*value)[1]), static_cast<double>((*value)[2]));
  const TypeScope small(Type::small);
  const float em = ImGui::GetFontSize();
  draw_chip({canvas.x + 0.7F * em, canvas.y + canvas.height - 2.4F * em}, text.c_str(), 1.4F * em,
            IM_COL32(rgb[0], rgb[1], rgb[2], 255));
}

void draw_hints(Desk& desk, const Canvas& canvas) {
  constexpr std::array<std::pair<const char*, const char*>, 4> hints = {
      {{"Pick a bird", "on the left; drag any slider while it dreams"},
       {"Checkpoint", "drag along the training below: the dream lives on under other weights"},
       {"M  C  G", "every checkpoint at once, compare two dreams, what every channel dreams"},
       {"F1  Ctrl+P", "all keys, and every command by name"}}};
  const float em = ImGui::GetFontSize();
  // The picture comes first: where they would hide much of it, one line says where the rest is.
  const bool small = canvas.width < 32 * em || canvas.height < 22 * em;
  const float width = small ? 0 : std::min(40 * em, canvas.width);
  ImGui::SetNextWindowPos({canvas.x + canvas.width / 2, canvas.y + canvas.height - (small ? 0 : em)},
                          ImGuiCond_Always, {0.5F, 1.0F});
  if (small) ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{0.5F * em, 0.35F * em});
  ImGui::PushStyleColor(ImGuiCol_ChildBg, ImGui::GetStyleColorVec4(ImGuiCol_PopupBg));
  if (ImGui::BeginChild("##hints", {width, 0},
                        ImGuiChildFlags_AutoResizeY | (small ? ImGuiChildFlags_AutoResizeX : 0) |
                            ImGuiChildFlags_AlwaysUseWindowPadding | ImGuiChildFlags_Borders)) {
    if (small) {
      ImGui::AlignTextToFramePadding();
      ImGui::TextColored(palette().text_quiet, "%s", "Keys:");
      ImGui::SameLine(0, 0.5F * em);
      key_caps("F1");
      ImGui::SameLine(0, em);
    } else {
      for (const auto& [what, how] : hints) {
        {
          const TypeScope strong(Type::strong);
          ImGui::TextUnformatted(what);
        }
        ImGui::SameLine(8 * em);
        ImGui::PushTextWrapPos(0);
        ImGui::TextColored(palette().text_quiet, "%s", how);
        ImGui::PopTextWrapPos();
      }
      ImGui::Spacing();
    }
    if (ImGui::Button("Got it")) desk.settings.hints = false;
  }
  ImGui::EndChild();
  ImGui::PopStyleColor();
  if (small) ImGui::PopStyleVar();
}

void draw_state(Desk& desk, const Canvas& canvas) {
  const auto& frame = desk.model.frame;
  if (!frame || frame->phase == engine::Phase::loading) return draw_loading(desk, canvas);
  if (frame->phase == engine::Phase::failed) return draw_failure(desk, canvas);
  // A blend on its way comes with the next step; the picture that stays is no failure to report.
  if (frame->checkpoint.from < 0) draw_loading(desk, canvas);
}

}  // namespace birddream::ui
