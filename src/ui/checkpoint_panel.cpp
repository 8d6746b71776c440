#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

std::string facts_of(const checkpoint::CheckpointInfo& info) {
  std::string text = info.mode == "full" ? "" : info.mode;
  const auto add = [&](const std::string& more) { text += (text.empty() ? "" : "  \xc2\xb7  ") + more; };
  if (info.photos_seen > 0) add(std::to_string(info.photos_seen) + " photos seen");
  if (const auto top1 = info.metrics.find("top1"); top1 != info.metrics.end())
    add(std::to_string(std::lround(top1->second * 100)) + " % right");
  if (const auto top5 = info.metrics.find("top5"); top5 != info.metrics.end())
    add(std::to_string(std::lround(top5->second * 100)) + " % in the first five");
  return text;
}

const checkpoint::CheckpointInfo& info_of(const Desk& desk, int index) {
  return desk.series.checkpoints[static_cast<std::size_t>(index)];
}

// Titles under the ticks, as many as fit without touching; the current one always.
void draw_titles(const Desk& desk, int count, float y, float spacing, float first_x) {
  const TypeScope small(Type::small);
  const float em = ImGui::GetFontSize();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const int current = desk.model.checkpoint;
  const float room = first_x + spacing * static_cast<float>(count - 1) + 1.2F * em;
  const auto place = [&](int i, float width) {
    const float x = first_x + spacing * static_cast<float>(i) - width / 2;
    return std::clamp(x, first_x - 1.2F * em, std::max(room - width, first_x - 1.2F * em));
  };
  const float current_width = ImGui::CalcTextSize(info_of(desk, current).title.c_str()).x;
  const float kept_low = place(current, current_width) - 0.8F * em;
  const float kept_high = place(current, current_width) + current_width + 0.8F * em;
  float free_from = -1e9F;
  for (int i = 0; i < count; ++i) {
    const std::string& title = info_of(desk, i).title;
    const float width = ImGui::CalcTextSize(title.c_str()).x;
    const float x = place(i, width);
    const bool fits = x > free_from && (x + width < kept_low || x > kept_high);
    if (i != current && !fits) continue;
    draw.AddText({x, y}, packed(i == current ? palette().text : palette().text_quiet), title.c_str());
    free_from = x + width + 0.8F * em;
  }
}

// The series as a line with a tick a checkpoint; the current one filled. A click or a drag picks.
void draw_line(Desk& desk, int count) {
  const float em = ImGui::GetFontSize();
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = std::max(ImGui::GetContentRegionAvail().x, 4 * em);
  ImGui::InvisibleButton("##checkpoint", {width, 2.9F * em});
  const bool hovered = ImGui::IsItemHovered();
  const float inset = 1.2F * em;
  const float spacing = count > 1 ? (width - 2 * inset) / static_cast<float>(count - 1) : 0;
  const float at = (ImGui::GetIO().MousePos.x - origin.x - inset) / std::max(spacing, 1.0F);
  const int under_mouse = std::clamp(static_cast<int>(std::lround(at)), 0, count - 1);
  if (ImGui::IsItemActive()) desk.model.checkpoint = under_mouse;

  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = origin.y + 0.85F * em;
  const float first = origin.x + inset;
  const float last = count > 1 ? first + (width - 2 * inset) : first;
  draw.AddLine({first, y}, {last, y}, packed(palette().field_hover), 0.16F * em);
  for (int i = 0; i < count; ++i) {
    const ImVec2 tick = {first + spacing * static_cast<float>(i), y};
    const bool current = i == desk.model.checkpoint;
    if (current) draw.AddCircleFilled(tick, 0.62F * em, packed(palette().panel));
    const ImVec4& colour = current                       ? palette().accent
                           : hovered && i == under_mouse ? palette().text
                                                         : palette().text_faint;
    draw.AddCircleFilled(tick, (current ? 0.46F : 0.26F) * em, packed(colour));
  }
  draw_titles(desk, count, origin.y + 1.65F * em, spacing, first);
  if (hovered && !ImGui::IsItemActive()) {
    const auto& info = info_of(desk, under_mouse);
    explain(info.title, facts_of(info));
  }
}

}  // namespace

void draw_checkpoint_panel(Desk& desk) {
  const int count = static_cast<int>(desk.series.checkpoints.size());
  desk.model.checkpoint = std::clamp(desk.model.checkpoint, 0, count - 1);
  const auto& info = info_of(desk, desk.model.checkpoint);
  {
    const TypeScope strong(Type::strong);
    ImGui::TextUnformatted("Checkpoint");
  }
  const std::string facts = count > 1 ? facts_of(info) : "the only one of this series";
  ImGui::SameLine(0, 0.8F * ImGui::GetFontSize());
  {
    const TypeScope small(Type::small);
    ImGui::TextColored(palette().text_quiet, "%s%s%s", desk.series.name.c_str(),
                       facts.empty() ? "" : "  \xc2\xb7  ", facts.c_str());
  }
  draw_line(desk, count);
}

}  // namespace birddream::ui
