#include "ui/curve_plot.h"

#include <implot.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/formatted.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

const engine::LoggedStep& step_at(const Steps& history, double step) {
  const auto after = std::lower_bound(history.begin(), history.end(), step,
                                      [](const auto& logged, double s) { return logged.report.step < s; });
  return after == history.end() ? history.back() : *after;
}

/// The values of that step, one a line.
std::string values_at(const engine::LoggedStep& logged, const Curves& curves) {
  std::string text = "step " + std::to_string(logged.report.step);
  for (const Line& line : curves.lines) {
    const auto value = static_cast<double>(line.get(logged));
    if (std::isnan(value)) continue;
    const std::string number = formatted(curves.names ? "%.3f" : "%.5g", value);
    text += curves.names ? "\n" + number + "  " + line.name : ":  " + number;
  }
  return text;
}

// A line where the pointer is, in this or another of the curves, and a dot on each line.
void mark_step(const engine::LoggedStep& logged, const Curves& curves) {
  const auto step = static_cast<double>(logged.report.step);
  const ImVec2 low = ImPlot::GetPlotPos();
  const ImVec2 size = ImPlot::GetPlotSize();
  ImDrawList& draw = *ImPlot::GetPlotDrawList();
  const float x = ImPlot::PlotToPixels(step, 0).x;
  draw.AddLine({x, low.y}, {x, low.y + size.y}, packed(palette().text_faint), 1);
  for (const Line& line : curves.lines) {
    const auto value = static_cast<double>(line.get(logged));
    if (std::isnan(value)) continue;
    draw.AddCircleFilled(ImPlot::PlotToPixels(step, value), 0.25F * ImGui::GetFontSize(),
                         packed(line.colour));
  }
}

void draw_tooltip(const engine::LoggedStep& logged, const Curves& curves) {
  if (!ImGui::BeginTooltip()) return;
  ImGui::PushTextWrapPos(ImGui::GetFontSize() * 24);
  {
    const TypeScope body(Type::body);
    ImGui::TextUnformatted(values_at(logged, curves).c_str());
  }
  ImGui::PushStyleColor(ImGuiCol_Text, palette().text_quiet);
  ImGui::TextUnformatted(curves.meaning);
  ImGui::PopStyleColor();
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

/// The least and the most of all lines, and of what was there before.
std::array<double, 2> extent(double low, double high, const std::vector<CurvePoints>& lines) {
  for (const CurvePoints& line : lines) {
    for (const double value : line.values) {
      if (!std::isfinite(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  return {low, high};
}

/// From where to where the vertical axis goes when a band has to be seen whole, with air around it.
std::array<double, 2> limits_with(const Band& band, const std::vector<CurvePoints>& lines) {
  const auto [low, high] = extent(band.low, band.high, lines);
  const double air = 0.15 * (high - low);
  return {low - air, high + air};
}

// ImPlot's own labels would touch each other: those of the ends alone.
void set_few_ticks(const Curves& curves, const std::vector<CurvePoints>& lines) {
  constexpr double none = std::numeric_limits<double>::infinity();
  const auto [low, high] = curves.most   ? std::array{0.0, *curves.most}
                           : curves.band ? std::array{curves.band->low, curves.band->high}
                                         : extent(none, -none, lines);
  ImPlot::SetupAxisFormat(ImAxis_Y1, "%.3g");
  if (low < high) ImPlot::SetupAxisTicks(ImAxis_Y1, low, high, 2);
}

void set_axes(const Curves& curves, const std::vector<CurvePoints>& lines, int last, bool low_plot) {
  constexpr ImPlotAxisFlags axis = ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_NoMenus |
                                   ImPlotAxisFlags_NoSideSwitch | ImPlotAxisFlags_NoTickMarks;
  const bool fits = !curves.most && !curves.band;
  ImPlot::SetupAxes(nullptr, nullptr, axis | ImPlotAxisFlags_NoGridLines,
                    axis | (fits ? ImPlotAxisFlags_AutoFit : ImPlotAxisFlags_None));
  ImPlot::SetupAxisLimits(ImAxis_X1, 0, last, ImPlotCond_Always);
  if (curves.most) ImPlot::SetupAxisLimits(ImAxis_Y1, 0, *curves.most, ImPlotCond_Always);
  if (low_plot) set_few_ticks(curves, lines);
  if (!curves.band) return;
  const auto [low, high] = limits_with(*curves.band, lines);
  ImPlot::SetupAxisLimits(ImAxis_Y1, low, high, ImPlotCond_Always);
}

}  // namespace

std::optional<int> draw_curves(const Curves& curves, const Steps& history, float height, int steps,
                               int marked) {
  {
    const TypeScope strong(Type::strong);
    ImGui::TextUnformatted(squeezed(curves.title, ImGui::GetContentRegionAvail().x).c_str());
  }
  explain(curves.title, curves.meaning);
  const engine::LoggedStep* there = marked >= 0 && !history.empty() ? &step_at(history, marked) : nullptr;
  std::string value = curves.value;
  if (there != nullptr && curves.lines.size() == 1)
    value = formatted("%.4g", static_cast<double>(curves.lines.front().get(*there)));
  if (!value.empty()) text_at_right(value.c_str(), palette().text);
  std::optional<int> under;
  constexpr ImPlotFlags flags = ImPlotFlags_CanvasOnly | ImPlotFlags_NoFrame;
  const TypeScope small(Type::small);
  ImPlot::PushStyleVar(ImPlotStyleVar_PlotDefaultSize, ImVec2{-1, height});
  // The last label stands half outside.
  const float right = 0.8F * ImGui::GetFontSize();
  if (ImPlot::BeginPlot(curves.title.c_str(), {-right, height}, flags)) {
    // The whole dream's length from the start: the curve grows into it instead of shrinking.
    const int last = std::max({steps, history.empty() ? 1 : history.back().report.step, 2});
    constexpr float low = 7.5F;  // font sizes
    std::vector<CurvePoints> lines;
    const int columns = static_cast<int>(ImGui::GetContentRegionAvail().x);
    for (const Line& line : curves.lines) lines.push_back(points_of(history, line.get, columns));
    set_axes(curves, lines, last, height < low * ImGui::GetFontSize());
    if (curves.band) {
      const std::array ends{0.0, static_cast<double>(last)};
      const std::array bottom{curves.band->low, curves.band->low}, top{curves.band->high, curves.band->high};
      ImPlotSpec shade;
      shade.FillColor = faded(palette().text_faint, 0.18F);
      ImPlot::PlotShaded("photographs", ends.data(), bottom.data(), top.data(), 2, shade);
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
      ImPlotSpec spec;
      spec.LineColor = curves.lines[i].colour;
      spec.LineWeight = 1.6F * ImGui::GetStyle().FontScaleDpi;
      ImPlot::PlotLine(curves.lines[i].name.c_str(), lines[i].steps.data(), lines[i].values.data(),
                       static_cast<int>(lines[i].steps.size()), spec);
    }
    if (there != nullptr) mark_step(*there, curves);
    if (ImPlot::IsPlotHovered() && !history.empty()) {
      const engine::LoggedStep& logged = step_at(history, ImPlot::GetPlotMousePos().x);
      under = logged.report.step;
      draw_tooltip(logged, curves);
    }
    ImPlot::EndPlot();
  }
  ImPlot::PopStyleVar();
  return under;
}

}  // namespace birddream::ui
