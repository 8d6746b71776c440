#include "ui/checkpoint_strip.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "base/formatted.h"
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
    points.emplace_back(strip.x(static_cast<float>(i)), strip.y - share * strip.band);
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

}  // namespace

std::string facts_of(const CheckpointInfo& info) {
  std::string text = lane_title(info.mode);
  const auto add = [&](const std::string& more) {
    if (!text.empty()) text += between_facts;
    text += more;
  };
  if (const std::string epoch = formatted("epoch %.3g", info.epoch); epoch != info.title) add(epoch);
  if (const auto top1 = info.metrics.find("top1"); top1 != info.metrics.end())
    add(percent(top1->second) + " right");
  if (const auto top5 = info.metrics.find("top5"); top5 != info.metrics.end())
    add(percent(top5->second) + " in the first five");
  if (info.photos_seen > 0) add(std::to_string(info.photos_seen) + " photos seen");
  return text;
}

void draw_checkpoint_strip(Desk& desk, const Lane& lane) {
  const float em = ImGui::GetFontSize();
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = std::max(ImGui::GetContentRegionAvail().x, 4 * em);
  const float height = std::max(ImGui::GetContentRegionAvail().y, 2.6F * em);
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
  if (ImGui::IsItemActive()) move_along(desk.model, desk.series, under);
  const float along = checkpoint::along_lane(lane, desk.model.checkpoint);
  draw_accuracy(desk, lane, strip);
  draw_ticks(strip, along, hovered ? tick : -1);
  draw_titles(desk, lane, strip, std::clamp(static_cast<int>(std::lround(along)), 0, strip.count - 1));
  if (hovered && !ImGui::IsItemActive()) {
    const auto& info = info_of(desk, lane.checkpoints[static_cast<std::size_t>(tick)]);
    explain(info.title, facts_of(info));
  }
}

}  // namespace birddream::ui
