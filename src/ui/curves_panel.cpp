#include <imgui.h>
#include <implot.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/training_axis.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

using Steps = std::vector<engine::LoggedStep>;
using Getter = std::function<float(const engine::LoggedStep&)>;

struct Source {
  const Steps* history;
  const Getter* get;
};

ImPlotPoint point_of(int index, void* data) {
  const auto& [history, get] = *static_cast<Source*>(data);
  const auto& logged = (*history)[static_cast<std::size_t>(index)];
  return {static_cast<double>(logged.report.step), static_cast<double>((*get)(logged))};
}

struct Line {
  std::string name;
  Getter get;
  ImVec4 colour;
};

/// Values that are usual elsewhere, shaded behind a curve.
struct Band {
  double low, high;
};

/// One instrument: lines over the steps of the dream, all on the same axis.
struct Curves {
  const char* title;
  const char* meaning;
  std::string value;  ///< beside the title
  std::vector<Line> lines = {};
  std::optional<Band> band = {};    ///< behind them
  std::optional<double> most = {};  ///< the axis goes from 0 to there; else as the lines need
  bool names = false;               ///< the tooltip names each line
};

const engine::LoggedStep& step_at(const Steps& history, double step) {
  const auto after = std::lower_bound(history.begin(), history.end(), step,
                                      [](const auto& logged, double s) { return logged.report.step < s; });
  return after == history.end() ? history.back() : *after;
}

// The values of the step under the pointer, and a line there.
void draw_hover(const Steps& history, const Curves& curves) {
  const engine::LoggedStep& logged = step_at(history, ImPlot::GetPlotMousePos().x);
  const auto step = static_cast<double>(logged.report.step);
  const ImVec2 low = ImPlot::GetPlotPos();
  const ImVec2 size = ImPlot::GetPlotSize();
  ImDrawList& draw = *ImPlot::GetPlotDrawList();
  const float x = ImPlot::PlotToPixels(step, 0).x;
  draw.AddLine({x, low.y}, {x, low.y + size.y}, packed(palette().text_faint), 1);
  std::string text = "step " + std::to_string(logged.report.step);
  for (const Line& line : curves.lines) {
    const auto value = static_cast<double>(line.get(logged));
    if (std::isnan(value)) continue;
    draw.AddCircleFilled(ImPlot::PlotToPixels(step, value), 0.25F * ImGui::GetFontSize(),
                         packed(line.colour));
    char number[32];
    std::snprintf(number, sizeof number, curves.names ? "%.3f" : "%.5g", value);
    text += curves.names ? "\n" + std::string(number) + "  " + line.name : ":  " + std::string(number);
  }
  ImGui::SetTooltip("%s", text.c_str());
}

void draw_curves(const Curves& curves, const Steps& history, float height, int steps) {
  {
    const TypeScope strong(Type::strong);
    ImGui::TextUnformatted(curves.title);
  }
  explain(curves.meaning);
  if (!curves.value.empty()) text_at_right(curves.value.c_str(), palette().text);
  constexpr ImPlotFlags flags = ImPlotFlags_CanvasOnly | ImPlotFlags_NoFrame;
  const TypeScope small(Type::small);
  ImPlot::PushStyleVar(ImPlotStyleVar_PlotDefaultSize, ImVec2{-1, height});
  if (ImPlot::BeginPlot(curves.title, {-1, height}, flags)) {
    constexpr ImPlotAxisFlags axis = ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_NoMenus |
                                     ImPlotAxisFlags_NoSideSwitch | ImPlotAxisFlags_NoTickMarks;
    const ImPlotAxisFlags fit = curves.most ? ImPlotAxisFlags_None : ImPlotAxisFlags_AutoFit;
    ImPlot::SetupAxes(nullptr, nullptr, axis | ImPlotAxisFlags_NoGridLines, axis | fit);
    // The whole dream's length from the start: the curve grows into it instead of shrinking.
    const int last = std::max({steps, history.empty() ? 1 : history.back().report.step, 2});
    ImPlot::SetupAxisLimits(ImAxis_X1, 0, last, ImPlotCond_Always);
    if (curves.most) ImPlot::SetupAxisLimits(ImAxis_Y1, 0, *curves.most, ImPlotCond_Always);
    if (curves.band) {
      const double ends[] = {0, static_cast<double>(last)};
      const double low[] = {curves.band->low, curves.band->low},
                   high[] = {curves.band->high, curves.band->high};
      ImPlotSpec shade;
      shade.FillColor = faded(palette().text_faint, 0.18F);
      ImPlot::PlotShaded("photographs", ends, low, high, 2, shade);
    }
    for (const Line& line : curves.lines) {
      ImPlotSpec spec;
      spec.LineColor = line.colour;
      spec.LineWeight = 1.6F * ImGui::GetStyle().FontScaleDpi;
      Source source{&history, &line.get};
      ImPlot::PlotLineG(line.name.c_str(), point_of, &source, static_cast<int>(history.size()), spec);
    }
    if (ImPlot::IsPlotHovered() && !history.empty()) draw_hover(history, curves);
    ImPlot::EndPlot();
  }
  ImPlot::PopStyleVar();
}

/// The class's share among those a step has noted; below the fifth nobody has noted it, and it is next to
/// none.
float share_of(const std::vector<dream::Score>& scores, int class_index) {
  const auto found = std::ranges::find(scores, class_index, &dream::Score::class_index);
  return found == scores.end() ? 0 : found->probability;
}

std::string class_name(const Desk& desk, int index) {
  const bool known = index >= 0 && index < static_cast<int>(desk.series.classes.size());
  return known ? desk.series.classes[static_cast<std::size_t>(index)].name : "?";
}

/// The wanted species and the others of the top 5 as they are now, back through the dream; and the wanted one
/// as the second opinion has it.
Curves seen_curves(const Desk& desk) {
  Curves curves{
      "Seen", "How sure the network was of the birds it names now, step after step.", "", {}, {}, 1.0, true};
  const auto& frame = desk.model.frame;
  if (!frame) return curves;
  const auto wanted = checkpoint::find_class(desk.series, species_of(desk.model.params));
  const int species = wanted ? *wanted : -1;
  const auto add = [&](int index, const ImVec4& colour) {
    curves.lines.push_back(
        {class_name(desk, index),
         [index](const engine::LoggedStep& logged) { return share_of(logged.report.top, index); }, colour});
  };
  for (const dream::Score& score : frame->report.top) {
    if (score.class_index != species) add(score.class_index, palette().text_faint);
  }
  if (species >= 0) {
    add(species, palette().accent);
    char percent[16];
    std::snprintf(percent, sizeof percent, "%.0f %%",
                  100 * static_cast<double>(share_of(frame->report.top, species)));
    curves.value = percent;
  }
  if (species >= 0 && desk.model.second) {
    curves.lines.push_back(
        {class_name(desk, species) + ", by " + checkpoint::title_of(desk.series, *desk.model.second),
         [species](const engine::LoggedStep& logged) { return share_of(logged.second, species); },
         palette().text});
  }
  return curves;
}

// From the 10th to the 90th of a hundred photographs: 400 of the bird photos the networks learnt from, at
// 128 pixels (spectrum.h).
constexpr Band photographs{-3.16, -2.13};

std::string newest(const Steps& history, const Getter& get) {
  if (history.empty()) return "";
  char value[32];
  std::snprintf(value, sizeof value, "%.4g", static_cast<double>(get(history.back())));
  return value;
}

}  // namespace

void draw_curves_panel(Desk& desk) {
  const Steps& history = desk.model.history;
  const auto measured = [&](const char* title, const char* meaning, const Getter& get, const ImVec4& colour) {
    return Curves{title, meaning, newest(history, get), {{title, get, colour}}};
  };
  Curves slope = measured(
      "Spectrum slope",
      "How fast detail fades from coarse to fine. The band is where photographs of birds lie: above it the "
      "dream is grainier than any photo, below it blurred.",
      [](const engine::LoggedStep& l) { return l.report.spectrum_slope; }, palette().text_quiet);
  slope.band = photographs;
  const Curves all[] = {
      measured(
          "Objective", "What the dream climbs: the weighted sum of the objectives, before each step.",
          [](const engine::LoggedStep& l) { return l.report.objective; }, palette().accent),
      measured(
          "Gradient norm", "How strongly the objective still pulls at the picture.",
          [](const engine::LoggedStep& l) { return l.report.gradient_norm; }, palette().text_quiet),
      seen_curves(desk), slope};
  const float em = ImGui::GetFontSize();
  const auto count = static_cast<float>(std::size(all));
  const float room = (ImGui::GetContentRegionAvail().y - 2.6F * em * count) / count;
  const float height = std::clamp(room, 4.0F * em, 15.0F * em);
  for (const Curves& curves : all) {
    draw_curves(curves, history, height, desk.model.params.steps);
    ImGui::Dummy({0, 0.4F * em});
  }
}

}  // namespace birddream::ui
