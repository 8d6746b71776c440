#include "ui/neuron_pick.h"

#include <imgui.h>

#include <algorithm>

#include "base/formatted.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

bool is_neuron(const recipe::Target& target) {
  return target.kind == recipe::ObjectiveKind::neuron;
}

}  // namespace

bool neuron_field(const char* id, recipe::Target& target) {
  const float em = ImGui::GetFontSize();
  const float side = std::min(6 * em, ImGui::GetContentRegionAvail().x);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton(id, {side, side});
  const recipe::Target before = target;
  if (ImGui::IsItemActive()) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    target.across = std::clamp((mouse.x - at.x) / side, 0.0F, 1.0F);
    target.down = std::clamp((mouse.y - at.y) / side, 0.0F, 1.0F);
  }
  if (ImGui::IsItemHovered() && ImGui::IsMouseReleased(ImGuiMouseButton_Right))
    target.across = target.down = 0.5F;
  const bool lit = ImGui::IsItemHovered() || ImGui::IsItemActive();
  explain("Which neuron of the channel: each looks at its own part of the picture.",
          "Drag the dot, or hold Ctrl and click the picture. Right-click: the middle one.");
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + side, at.y + side}, packed(lit ? palette().field_hover : palette().field),
                     ImGui::GetStyle().FrameRounding);
  const ImVec2 dot = {at.x + target.across * side, at.y + target.down * side};
  const ImU32 line = packed(palette().line);
  draw.AddLine({dot.x, at.y}, {dot.x, at.y + side}, line, em / 15);
  draw.AddLine({at.x, dot.y}, {at.x + side, dot.y}, line, em / 15);
  draw.AddCircleFilled(dot, 0.36F * em, packed(palette().accent));
  return target != before;
}

bool neurons_on_picture(Model& model, const Canvas& canvas, float width, float height) {
  auto& targets = model.params.targets;
  const auto first = std::ranges::find_if(targets, is_neuron);
  if (first == targets.end()) return false;
  const ImGuiIO& io = ImGui::GetIO();
  const bool held = ImGui::IsItemActive() && io.KeyCtrl;
  if (held) {
    const PicturePoint point = to_picture(model.view, canvas, io.MousePos.x, io.MousePos.y);
    first->across = std::clamp(point.x / width, 0.0F, 1.0F);
    first->down = std::clamp(point.y / height, 0.0F, 1.0F);
  }
  const float em = ImGui::GetFontSize();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.PushClipRect({canvas.x, canvas.y}, {canvas.x + canvas.width, canvas.y + canvas.height}, true);
  for (const recipe::Target& target : targets) {
    if (!is_neuron(target)) continue;
    const ScreenPoint at = to_screen(model.view, canvas, target.across * width, target.down * height);
    draw.AddCircle({at.x, at.y}, 0.8F * em, IM_COL32(0, 0, 0, 140), 0, 0.26F * em);
    draw.AddCircle({at.x, at.y}, 0.8F * em, IM_COL32(255, 255, 255, 230), 0, 0.12F * em);
  }
  draw.PopClipRect();
  return held;
}

}  // namespace birddream::ui
