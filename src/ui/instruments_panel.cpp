#include <imgui.h>
#include <implot.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/panels.h"
#include "ui/theme.h"

namespace birddream::ui {
namespace {

using Getter = float (*)(const dream::StepReport&);

ImPlotPoint point_of(int index, void* data) {
  const auto& [history, get] = *static_cast<std::pair<const std::vector<engine::LoggedStep>*, Getter>*>(data);
  const auto& report = (*history)[static_cast<std::size_t>(index)].report;
  return {static_cast<double>(report.step), static_cast<double>(get(report))};
}

void draw_curve(const char* title, const char* meaning, const std::vector<engine::LoggedStep>& history,
                Getter get, float height) {
  ImGui::TextUnformatted(title);
  ImGui::SetItemTooltip("%s", meaning);
  if (!history.empty()) {
    ImGui::SameLine();
    ImGui::TextColored(palette().text_quiet, "%.4g", static_cast<double>(get(history.back().report)));
  }
  constexpr ImPlotFlags flags =
      ImPlotFlags_NoTitle | ImPlotFlags_NoLegend | ImPlotFlags_NoMenus | ImPlotFlags_NoMouseText;
  if (!ImPlot::BeginPlot(title, {-1, height}, flags)) return;
  ImPlot::SetupAxes(nullptr, nullptr, ImPlotAxisFlags_AutoFit | ImPlotAxisFlags_NoHighlight,
                    ImPlotAxisFlags_AutoFit | ImPlotAxisFlags_NoHighlight);
  std::pair<const std::vector<engine::LoggedStep>*, Getter> source{&history, get};
  ImPlotSpec spec;
  spec.LineColor = palette().accent;
  spec.LineWeight = 1.6F * ImGui::GetStyle().FontScaleDpi;
  ImPlot::PlotLineG(title, point_of, &source, static_cast<int>(history.size()), spec);
  if (ImPlot::IsPlotHovered() && !history.empty()) {
    const double step = ImPlot::GetPlotMousePos().x;
    const auto& nearest =
        *std::min_element(history.begin(), history.end(), [step](const auto& a, const auto& b) {
          return std::abs(a.report.step - step) < std::abs(b.report.step - step);
        });
    ImGui::SetTooltip("step %d: %.5g", nearest.report.step, static_cast<double>(get(nearest.report)));
  }
  ImPlot::EndPlot();
}

}  // namespace

void draw_sees_panel(Desk& desk) {
  heading("What it sees");
  const auto& frame = desk.model.frame;
  if (!frame || frame->report.top.empty())
    return note("The network's five best guesses at the dream appear here.");
  const std::string& wanted = species_of(desk.model.params);
  for (const dream::Score& score : frame->report.top) {
    const bool known =
        score.class_index >= 0 && score.class_index < static_cast<int>(desk.series.classes.size());
    const std::string name =
        known ? desk.series.classes[static_cast<std::size_t>(score.class_index)].name : "?";
    const bool hit = name == wanted;
    ImGui::PushStyleColor(ImGuiCol_Text, hit ? palette().text : palette().text_quiet);
    ImGui::TextUnformatted(name.c_str());
    char percent[32];
    std::snprintf(percent, sizeof percent, "%.1f %%", static_cast<double>(score.probability) * 100);
    ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(percent).x);
    ImGui::TextUnformatted(percent);
    ImGui::SetItemTooltip("logit %.2f", static_cast<double>(score.logit));
    ImGui::PopStyleColor();
    ImGui::PushStyleColor(ImGuiCol_PlotHistogram,
                          hit ? palette().accent : ImGui::GetStyleColorVec4(ImGuiCol_ScrollbarGrabHovered));
    ImGui::ProgressBar(score.probability, {-1, 0.3F * ImGui::GetFontSize()}, "");
    ImGui::PopStyleColor();
  }
}

void draw_curves_panel(Desk& desk) {
  heading("Curves");
  const float height = std::max(5.0F * ImGui::GetFontSize(),
                                (ImGui::GetContentRegionAvail().y - 4.5F * ImGui::GetFontSize()) / 2);
  draw_curve(
      "Objective", "What the dream climbs: the weighted sum of the objectives, before each step.",
      desk.model.history, [](const dream::StepReport& r) { return r.objective; }, height);
  draw_curve(
      "Gradient norm", "How strongly the objective still pulls at the picture.", desk.model.history,
      [](const dream::StepReport& r) { return r.gradient_norm; }, height);
}

}  // namespace birddream::ui
