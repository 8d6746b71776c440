#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/training_axis.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

using checkpoint::CheckpointInfo;
using checkpoint::Lane;

std::string percent(double share) {
  return std::to_string(std::lround(share * 100)) + " %";
}

constexpr std::string_view between_facts = "  \xc2\xb7  ";

std::string facts_of(const CheckpointInfo& info) {
  std::string text = lane_title(info.mode);
  const auto add = [&](const std::string& more) {
    if (!text.empty()) text += between_facts;
    text += more;
  };
  std::array<char, 32> epoch{};
  std::snprintf(epoch.data(), epoch.size(), "epoch %.4g", info.epoch);
  if (epoch.data() != info.title) add(epoch.data());
  if (const auto top1 = info.metrics.find("top1"); top1 != info.metrics.end())
    add(percent(top1->second) + " right");
  if (const auto top5 = info.metrics.find("top5"); top5 != info.metrics.end())
    add(percent(top5->second) + " in the first five");
  if (info.photos_seen > 0) add(std::to_string(info.photos_seen) + " photos seen");
  return text;
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

const CheckpointInfo& info_of(const Desk& desk, int index) {
  return desk.series.checkpoints[static_cast<std::size_t>(index)];
}

/// Where the lane's line lies on the screen.
struct Strip {
  float first, spacing, y;  ///< of the first tick, between ticks, px
  float band;               ///< height of the accuracy curve above the line
  int count;

  float x(float along) const { return first + spacing * along; }
};

/// Titles under the ticks with their accuracy, as many as fit without touching; the one under the knob
/// always.
void draw_titles(const Desk& desk, const Lane& lane, const Strip& strip, int current) {
  const TypeScope small(Type::small);
  const float em = ImGui::GetFontSize();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float left = strip.first - 1.2F * em,
              right = strip.x(static_cast<float>(strip.count - 1)) + 1.2F * em;
  const auto title = [&](int tick) {
    const CheckpointInfo& info = info_of(desk, lane.checkpoints[static_cast<std::size_t>(tick)]);
    const auto top1 = info.metrics.find("top1");
    return info.title + (top1 == info.metrics.end() ? "" : "  " + percent(top1->second));
  };
  const auto place = [&](int tick, float width) {
    const float x = strip.x(static_cast<float>(tick)) - width / 2;
    return std::clamp(x, left, std::max(right - width, left));
  };
  const float current_width = ImGui::CalcTextSize(title(current).c_str()).x;
  const float kept_low = place(current, current_width) - 0.8F * em;
  const float kept_high = place(current, current_width) + current_width + 0.8F * em;
  float free_from = -1e9F;
  for (int i = 0; i < strip.count; ++i) {
    const std::string text = title(i);
    const float width = ImGui::CalcTextSize(text.c_str()).x;
    const float x = place(i, width);
    const bool fits = x > free_from && (x + width < kept_low || x > kept_high);
    if (i != current && !fits) continue;
    draw.AddText({x, strip.y + 0.85F * em}, packed(i == current ? palette().text : palette().text_quiet),
                 text.c_str());
    free_from = x + width + 0.8F * em;
  }
}

/// Held-out accuracy along the lane: a line from 0 at the strip to 100 % a band above, filled below.
void draw_accuracy(const Desk& desk, const Lane& lane, const Strip& strip) {
  std::vector<ImVec2> points;
  for (int i = 0; i < strip.count; ++i) {
    const auto& metrics = info_of(desk, lane.checkpoints[static_cast<std::size_t>(i)]).metrics;
    const auto top1 = metrics.find("top1");
    if (top1 == metrics.end()) continue;
    const auto share = static_cast<float>(std::clamp(top1->second, 0.0, 1.0));
    points.push_back({strip.x(static_cast<float>(i)), strip.y - share * strip.band});
  }
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  for (std::size_t i = 1; i < points.size(); ++i) {
    const ImVec2 &a = points[i - 1], &b = points[i];
    draw.AddQuadFilled({a.x, strip.y}, a, b, {b.x, strip.y}, packed(faded(palette().text_faint, 0.16F)));
  }
  if (points.size() > 1) {
    draw.AddPolyline(points.data(), static_cast<int>(points.size()), packed(palette().text_faint), 0,
                     0.09F * ImGui::GetFontSize());
  }
}

void draw_ticks(const Strip& strip, float along, int hovered) {
  const float em = ImGui::GetFontSize();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float last = strip.x(static_cast<float>(strip.count - 1));
  draw.AddLine({strip.first, strip.y}, {last, strip.y}, packed(palette().field_hover), 0.16F * em);
  for (int i = 0; i < strip.count; ++i) {
    const ImVec4& colour = i == hovered ? palette().text : palette().text_faint;
    draw.AddCircleFilled({strip.x(static_cast<float>(i)), strip.y}, 0.26F * em, packed(colour));
  }
  const ImVec2 knob = {strip.x(along), strip.y};
  draw.AddCircleFilled(knob, 0.62F * em, packed(palette().panel));
  draw.AddCircleFilled(knob, 0.46F * em, packed(palette().accent));
}

/// The lane as a line with a tick a checkpoint. A click or a drag moves along it.
void draw_strip(Desk& desk, const Lane& lane) {
  const float em = ImGui::GetFontSize();
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = std::max(ImGui::GetContentRegionAvail().x, 4 * em);
  const float height = std::max(ImGui::GetContentRegionAvail().y, 3.4F * em);
  ImGui::InvisibleButton("##checkpoint", {width, height});
  const bool hovered = ImGui::IsItemHovered();
  Strip strip{};
  strip.count = static_cast<int>(lane.checkpoints.size());
  const float inset = 1.2F * em;
  strip.first = origin.x + inset;
  strip.spacing = strip.count > 1 ? (width - 2 * inset) / static_cast<float>(strip.count - 1) : 0;
  strip.y = origin.y + height - 2.0F * em;
  strip.band = std::max(0.0F, height - 2.6F * em);
  const float under = std::clamp((ImGui::GetIO().MousePos.x - strip.first) / std::max(strip.spacing, 1.0F),
                                 0.0F, static_cast<float>(strip.count - 1));
  const int tick = static_cast<int>(std::lround(under));
  if (ImGui::IsItemActive()) {
    play_training(desk.model, desk.series, false);
    move_along(desk.model, desk.series, under);
  }
  const float along = checkpoint::along_lane(lane, desk.model.checkpoint);
  draw_accuracy(desk, lane, strip);
  draw_ticks(strip, along, hovered ? tick : -1);
  draw_titles(desk, lane, strip, std::clamp(static_cast<int>(std::lround(along)), 0, strip.count - 1));
  if (hovered && !ImGui::IsItemActive()) {
    const auto& info = info_of(desk, lane.checkpoints[static_cast<std::size_t>(tick)]);
    explain(info.title, facts_of(info));
  }
}

void draw_lanes(Desk& desk, const std::vector<Lane>& lanes) {
  if (lanes.size() < 2) return;
  std::vector<std::string> titles;
  for (const Lane& lane : lanes) titles.push_back(lane_title(lane.mode));
  std::vector<const char*> names;
  for (const std::string& title : titles) names.push_back(title.c_str());
  const int current = checkpoint::lane_of(lanes, desk.model.checkpoint.from);
  ImGui::SameLine(0, 1.2F * ImGui::GetFontSize());
  const int picked = segments(names, current);
  if (picked == current) return;
  play_training(desk.model, desk.series, false);
  move_to_lane(desk.model, desk.series, picked);
}

/// Whose last layer: each checkpoint's own, or one's for all.
void draw_head(Desk& desk, float width) {
  Model& model = desk.model;
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

/// Where the controls at the right end begin, px from the window's left edge.
float controls_begin() {
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float width = 3 * control_button() + (pace_width + head_width) * ImGui::GetFontSize() + 4 * gap;
  return std::max(0.0F, ImGui::GetWindowContentRegionMax().x - width);
}

/// At the right end: whose head, play, and how the slider moves.
void draw_controls(Desk& desk) {
  Model& model = desk.model;
  const float em = ImGui::GetFontSize();
  const float button = control_button();
  ImGui::SameLine(controls_begin());
  draw_head(desk, head_width * em);
  ImGui::SameLine();
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
  ImGui::SetNextItemWidth(pace_width * em);
  ImGui::DragInt("##steps_a_tick", &model.steps_a_tick, 0.5F, 1, 1000, "%d steps each",
                 ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_Logarithmic);
  explain("Steps of the dream from one checkpoint to the next, while the training plays");
}

}  // namespace

void draw_checkpoint_panel(Desk& desk) {
  const auto lanes = checkpoint::lanes_of(desk.series);
  const Lane& lane = lanes[static_cast<std::size_t>(checkpoint::lane_of(lanes, desk.model.checkpoint.from))];
  const bool several = desk.series.checkpoints.size() > 1;
  {
    const TypeScope strong(Type::strong);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Checkpoint");
  }
  draw_lanes(desk, lanes);
  ImGui::SameLine(0, 1.0F * ImGui::GetFontSize());
  {
    const TypeScope small(Type::small);
    const checkpoint::Place& place = desk.model.checkpoint;
    const bool between = place.from != place.to || place.head >= 0;
    const std::string facts = !several  ? "the only one of this series"
                              : between ? checkpoint::title_of(desk.series, desk.model.checkpoint)
                                        : facts_of(info_of(desk, desk.model.checkpoint.from));
    const std::string name = lanes.size() > 1 ? "" : desk.series.name;
    std::string text = name;
    if (!name.empty() && !facts.empty()) text += between_facts;
    text += facts;
    ImGui::AlignTextToFramePadding();
    // Up to where the controls begin.
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float end = ImGui::GetWindowPos().x + controls_begin() - ImGui::GetFontSize();
    ImGui::PushClipRect(at, {end, at.y + ImGui::GetFrameHeight()}, true);
    ImGui::TextColored(palette().text_quiet, "%s", facts_within(text, end - at.x).c_str());
    ImGui::PopClipRect();
    explain(text);
  }
  if (several) draw_controls(desk);
  draw_strip(desk, lane);
}

}  // namespace birddream::ui
