#include <imgui.h>

#include <algorithm>

#include "ui/panels.h"
#include "ui/theme.h"

namespace birddream::ui {
namespace {

std::string facts_of(const checkpoint::CheckpointInfo& info) {
  std::string text = info.title + " · " + info.mode;
  if (const auto top1 = info.metrics.find("top1"); top1 != info.metrics.end()) {
    char percent[32];
    std::snprintf(percent, sizeof percent, " · %.0f %% top-1", top1->second * 100);
    text += percent;
  }
  return text;
}

// The series as a line with a tick a checkpoint; the current one filled. A click or drag picks.
void draw_line(Desk& desk, int count) {
  const float em = ImGui::GetFontSize();
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::InvisibleButton("##checkpoint", {width, 1.6F * em});
  const auto x_of = [&](int index) {
    return origin.x + em + (width - 2 * em) * static_cast<float>(index) / static_cast<float>(count - 1);
  };
  if (ImGui::IsItemActive()) {
    const float at = (ImGui::GetIO().MousePos.x - origin.x - em) / std::max(width - 2 * em, 1.0F);
    desk.model.checkpoint =
        std::clamp(static_cast<int>(at * static_cast<float>(count - 1) + 0.5F), 0, count - 1);
  }
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = origin.y + 0.8F * em;
  draw.AddLine({x_of(0), y}, {x_of(count - 1), y}, ImGui::GetColorU32(ImGuiCol_FrameBgHovered), 0.15F * em);
  for (int i = 0; i < count; ++i) {
    const bool current = i == desk.model.checkpoint;
    draw.AddCircleFilled({x_of(i), y}, (current ? 0.5F : 0.28F) * em,
                         ImGui::GetColorU32(current ? palette().accent : palette().text_quiet));
  }
}

}  // namespace

void draw_checkpoint_panel(Desk& desk) {
  const int count = static_cast<int>(desk.series.checkpoints.size());
  desk.model.checkpoint = std::clamp(desk.model.checkpoint, 0, count - 1);
  const auto& info = desk.series.checkpoints[static_cast<std::size_t>(desk.model.checkpoint)];
  ImGui::PushFont(bold_font(), 0.0F);
  ImGui::TextUnformatted("Checkpoint");
  ImGui::PopFont();
  ImGui::SameLine();
  ImGui::TextColored(palette().text_quiet, "%s · %s", desk.series.name.c_str(), facts_of(info).c_str());
  if (count > 1) {
    draw_line(desk, count);
  } else {
    note("This series has one checkpoint. A series with several makes this a slider along its training.");
  }
}

}  // namespace birddream::ui
