#include <imgui.h>
#include <implot.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/training_axis.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

using Getter = float (*)(const dream::StepReport&);
using Source = std::pair<const std::vector<engine::LoggedStep>*, Getter>;

ImPlotPoint point_of(int index, void* data) {
  const auto& [history, get] = *static_cast<Source*>(data);
  const auto& report = (*history)[static_cast<std::size_t>(index)].report;
  return {static_cast<double>(report.step), static_cast<double>(get(report))};
}

// The value of the step under the pointer, and a line there.
void draw_hover(const std::vector<engine::LoggedStep>& history, Getter get) {
  const double step = ImPlot::GetPlotMousePos().x;
  const auto after = std::lower_bound(history.begin(), history.end(), step,
                                      [](const auto& logged, double s) { return logged.report.step < s; });
  const auto& report = (after == history.end() ? history.back() : *after).report;
  const ImVec2 at = ImPlot::PlotToPixels(static_cast<double>(report.step), static_cast<double>(get(report)));
  const ImVec2 low = ImPlot::GetPlotPos();
  const ImVec2 size = ImPlot::GetPlotSize();
  ImDrawList& draw = *ImPlot::GetPlotDrawList();
  draw.AddLine({at.x, low.y}, {at.x, low.y + size.y}, packed(palette().text_faint), 1);
  draw.AddCircleFilled(at, 0.25F * ImGui::GetFontSize(), packed(palette().text));
  ImGui::SetTooltip("step %d:  %.5g", report.step, static_cast<double>(get(report)));
}

/// Values that are usual elsewhere, shaded behind a curve.
struct Band {
  double low, high;
};

void draw_curve(const char* title, const char* meaning, const std::vector<engine::LoggedStep>& history,
                Getter get, const ImVec4& colour, float height, int steps, std::optional<Band> band = {}) {
  {
    const TypeScope strong(Type::strong);
    ImGui::TextUnformatted(title);
  }
  explain(meaning);
  if (!history.empty()) {
    char value[32];
    std::snprintf(value, sizeof value, "%.4g", static_cast<double>(get(history.back().report)));
    text_at_right(value, palette().text);
  }
  constexpr ImPlotFlags flags = ImPlotFlags_CanvasOnly | ImPlotFlags_NoFrame;
  const TypeScope small(Type::small);
  ImPlot::PushStyleVar(ImPlotStyleVar_PlotDefaultSize, ImVec2{-1, height});
  if (ImPlot::BeginPlot(title, {-1, height}, flags)) {
    constexpr ImPlotAxisFlags axis = ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_NoMenus |
                                     ImPlotAxisFlags_NoSideSwitch | ImPlotAxisFlags_NoTickMarks;
    ImPlot::SetupAxes(nullptr, nullptr, axis | ImPlotAxisFlags_NoGridLines, axis | ImPlotAxisFlags_AutoFit);
    // The whole dream's length from the start: the curve grows into it instead of shrinking.
    const int last = std::max({steps, history.empty() ? 1 : history.back().report.step, 2});
    ImPlot::SetupAxisLimits(ImAxis_X1, 0, last, ImPlotCond_Always);
    if (band) {
      const double ends[] = {0, static_cast<double>(last)};
      const double low[] = {band->low, band->low}, high[] = {band->high, band->high};
      ImPlotSpec shade;
      shade.FillColor = faded(palette().text_faint, 0.18F);
      ImPlot::PlotShaded("photographs", ends, low, high, 2, shade);
    }
    ImPlotSpec spec;
    spec.LineColor = colour;
    spec.LineWeight = 1.6F * ImGui::GetStyle().FontScaleDpi;
    Source source{&history, get};
    ImPlot::PlotLineG(title, point_of, &source, static_cast<int>(history.size()), spec);
    if (ImPlot::IsPlotHovered() && !history.empty()) draw_hover(history, get);
    ImPlot::EndPlot();
  }
  ImPlot::PopStyleVar();
}

std::string percent_text(float share) {
  char text[32];
  const double percent = static_cast<double>(share) * 100;
  std::snprintf(text, sizeof text,
                percent < 0.1  ? "< 0.1 %%"
                : percent < 10 ? "%.1f %%"
                               : "%.0f %%",
                percent);
  return text;
}

std::string number_text(const char* format, float number) {
  char text[32];
  std::snprintf(text, sizeof text, format, static_cast<double>(number));
  return text;
}

/// A guess of the network: what it says of it at the right, how sure it is as a thin bar below (0..1), and
/// more to read under the pointer.
struct Guess {
  int class_index;
  std::string text;
  float bar;
  std::string more;
};

// The wanted species in the accent.
void draw_guess(const std::string& name, const Guess& guess, bool wanted) {
  const float em = ImGui::GetFontSize();
  {
    const TypeScope type(wanted ? Type::strong : Type::body);
    const float room = ImGui::GetContentRegionAvail().x - 4.5F * em;
    ImGui::TextColored(wanted ? palette().text : palette().text_quiet, "%s", squeezed(name, room).c_str());
  }
  text_at_right(guess.text.c_str(), wanted ? palette().text : palette().text_quiet);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = 0.3F * em;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + width, at.y + height}, packed(palette().field), height / 2);
  const float filled = std::clamp(guess.bar, 0.0F, 1.0F) * width;
  if (filled >= 1) {
    draw.AddRectFilled(at, {at.x + std::max(filled, height), at.y + height},
                       packed(wanted ? palette().accent : palette().text_faint), height / 2);
  }
  ImGui::Dummy({width, 0.5F * em});
  explain(name, guess.more);
}

void draw_guesses(const Desk& desk, const std::vector<Guess>& guesses) {
  const std::string& species = species_of(desk.model.params);
  for (const Guess& guess : guesses) {
    const bool known =
        guess.class_index >= 0 && guess.class_index < static_cast<int>(desk.series.classes.size());
    const std::string name =
        known ? desk.series.classes[static_cast<std::size_t>(guess.class_index)].name : "?";
    draw_guess(name, guess, name == species);
  }
}

void draw_scores(const Desk& desk, const std::vector<dream::Score>& scores) {
  std::vector<Guess> guesses;
  for (const dream::Score& score : scores)
    guesses.push_back({score.class_index, percent_text(score.probability), score.probability,
                       number_text("logit %.2f", score.logit)});
  draw_guesses(desk, guesses);
}

void draw_nearest(const Desk& desk) {
  std::vector<Guess> guesses;
  for (const dream::Similar& like : desk.model.frame->nearest)
    guesses.push_back({like.class_index, number_text("%.2f", like.cosine), like.cosine,
                       "cosine of the last features with the species' weights"});
  if (guesses.empty()) return note("This network does not tell its last features.");
  draw_guesses(desk, guesses);
}

/// A checkpoint for a second opinion, or none.
void draw_second(Desk& desk) {
  Model& model = desk.model;
  const std::string shown = model.nearest  ? "Nearest by features"
                            : model.second ? checkpoint::title_of(desk.series, *model.second)
                                           : "A second opinion";
  ImGui::SetNextItemWidth(-1);
  if (begin_combo("##second", shown.c_str(), ImGuiComboFlags_HeightLarge)) {
    const auto choose = [&model](bool nearest, std::optional<checkpoint::Place> second) {
      model.nearest = nearest;
      model.second = second;
    };
    if (ImGui::Selectable("None", !model.second && !model.nearest)) choose(false, {});
    if (ImGui::Selectable("Nearest by features", model.nearest)) choose(true, {});
    ImGui::SetItemTooltip("The species whose weights point the way the picture's last features do");
    for (int i = 0; i < static_cast<int>(desk.series.checkpoints.size()); ++i) {
      const auto& info = desk.series.checkpoints[static_cast<std::size_t>(i)];
      const checkpoint::Place place = checkpoint::place_at(i);
      if (ImGui::Selectable((info.title + "##" + info.file).c_str(), model.second == place))
        choose(false, place);
      text_at_right(lane_title(info.mode).c_str(), palette().text_faint);
    }
    ImGui::EndCombo();
  }
  explain("What another checkpoint sees in this dream, or which species its features are nearest to",
          "A bird that only its own network knows is a trick of that network.");
  if (model.nearest) draw_nearest(desk);
  if (model.second) draw_scores(desk, model.frame->second);
}

// From the 10th to the 90th of a hundred photographs: 400 of the bird photos the networks learnt from, at
// 128 pixels (spectrum.h).
constexpr double photos_low = -3.16;
constexpr double photos_high = -2.13;

}  // namespace

void draw_sees_panel(Desk& desk) {
  heading("What it sees");
  const auto& frame = desk.model.frame;
  if (!frame || frame->report.top.empty())
    return note("The network's five best guesses at the dream appear here.");
  draw_scores(desk, frame->report.top);
  draw_second(desk);
}

void draw_curves_panel(Desk& desk) {
  const float em = ImGui::GetFontSize();
  const float room = (ImGui::GetContentRegionAvail().y - 7.8F * em) / 3;
  const float height = std::clamp(room, 4.0F * em, 15.0F * em);
  const int steps = desk.model.params.steps;
  draw_curve(
      "Objective", "What the dream climbs: the weighted sum of the objectives, before each step.",
      desk.model.history, [](const dream::StepReport& r) { return r.objective; }, palette().accent, height,
      steps);
  ImGui::Dummy({0, 0.4F * em});
  draw_curve(
      "Gradient norm", "How strongly the objective still pulls at the picture.", desk.model.history,
      [](const dream::StepReport& r) { return r.gradient_norm; }, palette().text_quiet, height, steps);
  ImGui::Dummy({0, 0.4F * em});
  draw_curve(
      "Spectrum slope",
      "How fast detail fades from coarse to fine. The band is where photographs of birds lie: above it the "
      "dream "
      "is grainier than any photo, below it blurred.",
      desk.model.history, [](const dream::StepReport& r) { return r.spectrum_slope; }, palette().text_quiet,
      height, steps, Band{photos_low, photos_high});
}

}  // namespace birddream::ui
