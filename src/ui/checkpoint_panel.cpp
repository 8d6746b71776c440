#include <imgui.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/formatted.h"
#include "ui/checkpoint_strip.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/training_axis.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

using checkpoint::CheckpointInfo;
using checkpoint::Lane;

const CheckpointInfo& info_of(const Desk& desk, int index) {
  return desk.series.checkpoints[static_cast<std::size_t>(index)];
}

/// As many facts as fit, whole ones.
std::string facts_within(std::string text, float width) {
  while (ImGui::CalcTextSize(text.c_str()).x > width) {
    const std::size_t cut = text.rfind(between_facts);
    if (cut == std::string::npos) break;
    text.resize(cut);
  }
  return text;
}

/// As segments, or with `room` for less as a list.
void draw_lanes(Desk& desk, const std::vector<Lane>& lanes, float room) {
  if (lanes.size() < 2) return;
  std::vector<std::string> titles;
  titles.reserve(lanes.size());
  for (const Lane& lane : lanes) titles.push_back(lane_title(lane.mode));
  std::vector<const char*> names;
  names.reserve(titles.size());
  for (const std::string& title : titles) names.push_back(title.c_str());
  const int current = checkpoint::lane_of(lanes, desk.model.checkpoint.from);
  const int picked =
      segments_width(names) <= room ? segments(names, current) : choice("##lane", names, current, room);
  if (picked != current) move_to_lane(desk.model, desk.series, picked);
}

/// Whose last layer: each checkpoint's own, or one's for all.
void draw_head(Desk& desk, float width) {
  Model& model = desk.model;
  if (desk.series.architecture == checkpoint::script_architecture)  // a program's layers cannot be parted
    return ImGui::Dummy({width, ImGui::GetFrameHeight()});
  const bool own = model.head < 0;
  const std::string shown = own ? "Own head" : "Head: " + info_of(desk, model.head).title;
  ImGui::SetNextItemWidth(width);
  if (!own) ImGui::PushStyleColor(ImGuiCol_Text, palette().accent);
  const bool open = begin_combo("##head", shown.c_str(), ImGuiComboFlags_HeightLarge);
  if (!own) ImGui::PopStyleColor();
  if (open) {
    if (ImGui::Selectable("Own head", own)) transplant_head(model, -1);
    for (int i = 0; i < static_cast<int>(desk.series.checkpoints.size()); ++i) {
      const CheckpointInfo& info = info_of(desk, i);
      if (ImGui::Selectable((info.title + "##" + info.file).c_str(), i == model.head))
        transplant_head(model, i);
      text_at_right(lane_title(info.mode).c_str(), palette().text_faint);
    }
    ImGui::EndCombo();
  }
  explain("Transplant: the last layer of one checkpoint on the other layers of each",
          "How much of the bird is in the last layer, how much below?");
}

constexpr float head_width = 7.5F;  // font sizes
constexpr float pace_width = 6.2F;

float control_button() {
  return 1.35F * ImGui::GetFrameHeight();
}

/// What the slider does by itself, and how: always in sight.
void draw_switches(Desk& desk, float button) {
  Model& model = desk.model;
  if (icon_button("##filmstrip", icon::film, "Filmstrip: the same dream under every checkpoint  (M)",
                  model.show_filmstrip, button))
    model.show_filmstrip = !model.show_filmstrip;
  ImGui::SameLine();
  if (icon_button("##ticks_only", icon::magnet,
                  "Stop at checkpoints only, else the slider also goes between them: the weights are mixed",
                  model.ticks_only, button))
    set_ticks_only(model, !model.ticks_only);
  ImGui::SameLine();
  const bool plays = model.training_plays;
  if (icon_button("##play_training", plays ? icon::pause : icon::play,
                  "Play the training: the dream goes on while the slider moves by itself  (T)", plays,
                  button))
    play_training(model, desk.series, !plays);
  ImGui::SameLine();
}

void draw_pace(Model& model, float width) {
  ImGui::SetNextItemWidth(width);
  ImGui::DragInt("##steps_a_tick", &model.steps_a_tick, 0.5F, 1, 1000, "%d steps each",
                 ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_Logarithmic);
  const int usual = Model().steps_a_tick;
  back_on_right_click(model.steps_a_tick, usual);
  explain("Steps of the dream from one checkpoint to the next, while the training plays",
          formatted("Drag, or double-click to type. Right-click: %d again.", usual));
}

/// What is known of where the slider stands, as far as it fits before `end` (px from the window's left edge).
void draw_facts(const Desk& desk, bool one_lane, float end) {
  const bool several = desk.series.checkpoints.size() > 1;
  const TypeScope small(Type::small);
  const checkpoint::Place& place = desk.model.checkpoint;
  const bool between = place.from != place.to || place.head >= 0;
  const std::string facts = !several  ? "the only one of this series"
                            : between ? checkpoint::title_of(desk.series, desk.model.checkpoint)
                                      : facts_of(info_of(desk, desk.model.checkpoint.from));
  std::string text = one_lane ? desk.series.name : "";
  if (!text.empty() && !facts.empty()) text += between_facts;
  text += facts;
  ImGui::AlignTextToFramePadding();
  const float room = end - ImGui::GetCursorPosX() - ImGui::GetFontSize();
  const std::string shown = facts_within(text, room);
  if (ImGui::CalcTextSize(shown.c_str()).x > room) return ImGui::NewLine();
  ImGui::TextColored(palette().text_quiet, "%s", shown.c_str());
  explain(text);
}

/// Everything in one line.
void draw_wide_head(Desk& desk, const std::vector<Lane>& lanes, float controls) {
  const float em = ImGui::GetFontSize();
  const float end = std::max(0.0F, ImGui::GetWindowContentRegionMax().x - controls);
  {
    const TypeScope strong(Type::strong);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Checkpoint");
  }
  ImGui::SameLine(0, 1.2F * em);
  if (lanes.size() > 1) {
    draw_lanes(desk, lanes, 1e9F);
    ImGui::SameLine(0, em);
  }
  const bool several = desk.series.checkpoints.size() > 1;
  draw_facts(desk, lanes.size() < 2, several ? end : ImGui::GetWindowContentRegionMax().x);
  if (!several) return;
  ImGui::SameLine(end);
  draw_head(desk, head_width * em);
  ImGui::SameLine();
  draw_switches(desk, control_button());
  draw_pace(desk.model, pace_width * em);
}

/// Lanes as a list, and what is seldom needed behind a button.
void draw_narrow_head(Desk& desk, const std::vector<Lane>& lanes) {
  const float button = ImGui::GetFrameHeight();
  const float buttons = 4 * button + 3 * ImGui::GetStyle().ItemSpacing.x;
  const float begin = std::max(0.0F, ImGui::GetWindowContentRegionMax().x - buttons);
  if (lanes.size() > 1) {
    draw_lanes(desk, lanes, begin - ImGui::GetCursorPosX() - ImGui::GetStyle().ItemSpacing.x);
  } else {
    const TypeScope strong(Type::strong);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Checkpoint");
  }
  ImGui::SameLine(begin);
  draw_switches(desk, button);
  if (begin_more("##more_of_checkpoints", "Whose head, and how the training plays")) {
    const float width = 14 * ImGui::GetFontSize();
    draw_head(desk, width);
    draw_pace(desk.model, width);
    ImGui::EndPopup();
  }
}

}  // namespace

void draw_checkpoint_panel(Desk& desk) {
  const auto lanes = checkpoint::lanes_of(desk.series);
  const Lane& lane = lanes[static_cast<std::size_t>(checkpoint::lane_of(lanes, desk.model.checkpoint.from))];
  const float em = ImGui::GetFontSize();
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float controls = 3 * control_button() + (pace_width + head_width) * em + 4 * gap;
  float needed = 7 * em + controls;
  if (lanes.size() > 1) {
    for (const Lane& one : lanes) needed += ImGui::CalcTextSize(lane_title(one.mode).c_str()).x + 1.6F * em;
  }
  const bool wide = desk.series.checkpoints.size() < 2 || needed <= ImGui::GetContentRegionAvail().x;
  if (wide) {
    draw_wide_head(desk, lanes, controls);
  } else {
    draw_narrow_head(desk, lanes);
  }
  draw_checkpoint_strip(desk, lane);
}

}  // namespace birddream::ui
