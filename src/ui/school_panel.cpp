#include <imgui.h>
#include <implot.h>
#include <misc/cpp/imgui_stdlib.h>

#include <algorithm>
#include <array>

#include "base/formatted.h"
#include "ui/desk.h"
#include "ui/file_list.h"
#include "ui/panels.h"
#include "ui/school.h"
#include "ui/theme.h"
#include "ui/time_text.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

using State = ChildProcess::State;

/// "epoch 3.2 of 6, 94 photos/s, 12:30 min to go"
std::string progress_text(const std::vector<checkpoint::LogLine>& lines) {
  const checkpoint::LogLine& line = lines.back();
  const double all =
      line.step > 0 ? line.epoch * static_cast<double>(line.steps) / static_cast<double>(line.step) : 0;
  std::string all_text = formatted("epoch %.2f of %.3g", line.epoch, all) + between_facts +
                         formatted("%.0f photos/s", line.photos_per_second);
  const auto left = checkpoint::seconds_left(lines);
  if (left && line.step < line.steps) all_text += between_facts + time_text(*left) + " to go";
  return all_text;
}

/// Before what a row asks for.
void row_name(const char* name) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(name);
  ImGui::SameLine(6 * ImGui::GetFontSize());
}

/// As a shell would take it; nothing stays nothing.
void resolve(std::string& typed) {
  std::error_code ignored;
  if (!typed.empty()) typed = typed_path(typed, std::filesystem::current_path(ignored)).string();
}

void start(Desk& desk, School& school) {
  SchoolForm& form = desk.model.school;
  resolve(form.photos);
  resolve(form.out);
  if (form.out.empty()) {
    if (const auto folder = desk.saver.folder()) form.out = (*folder / "training").string();
  }
  school.expect();
  desk.background.run([&desk, &school, form]() -> Background::Then {
    const Status prepared = School::prepare(form);
    return [&desk, &school, form, prepared] {
      if (const Status begun = school.begin(form, prepared); !begun) desk.toasts.warn(begun.error().message);
    };
  });
}

void draw_form(Desk& desk, School& school) {
  SchoolForm& form = desk.model.school;
  const float em = ImGui::GetFontSize();
  note("Train the network on photos of your own, one folder for each species, and watch its dreams change.");
  ImGui::Spacing();
  row_name("Photos");
  ImGui::SetNextItemWidth(-1);
  ImGui::InputTextWithHint("##photos", "Folder with a folder for each species", &form.photos);
  explain("Type it, or drop the folder on the window.");
  row_name("Into");
  ImGui::SetNextItemWidth(-1);
  ImGui::InputTextWithHint("##out", "Folder for the checkpoints", &form.out);
  row_name("Trains");
  constexpr std::array<const char*, 3> modes = {"All layers", "Last layer", "Robust"};
  form.mode = segments(modes, form.mode);
  row_name("Epochs");
  ImGui::SetNextItemWidth(7 * em);
  ImGui::DragFloat("##epochs", &form.epochs, 0.05F, 0.1F, 200, "%.3g", ImGuiSliderFlags_AlwaysClamp);
  ImGui::SameLine(0, em);
  if (ImGui::Button("Start training")) start(desk, school);
  explain("A training that was stopped in the same folder goes on.");
}

// One that is only watched is not the window's to pause or stop. True when it is no longer followed.
bool draw_farewell(School& school) {
  const bool stop = ImGui::Button("Stop watching");
  explain("New checkpoints no longer come under the dream. The training itself goes on.",
          "Then one of your own can be started here.");
  if (stop) school.stop_watching();
  return stop;
}

void draw_hands(School& school, State state) {
  if (state == State::running && ImGui::Button("Pause")) school.pause();
  if (state == State::paused && ImGui::Button("Go on")) school.go_on();
  ImGui::SameLine();
  if (ImGui::Button("Stop")) school.stop();
  explain("It keeps what it has learnt and can go on later.");
}

ImPlotPoint loss_at(int index, void* data) {
  const auto& line =
      (*static_cast<const std::vector<checkpoint::LogLine>*>(data))[static_cast<std::size_t>(index)];
  return {line.epoch, line.loss};
}
ImPlotPoint accuracy_at(int index, void* data) {
  const auto& line =
      (*static_cast<const std::vector<checkpoint::LogLine>*>(data))[static_cast<std::size_t>(index)];
  return {line.epoch, 100 * line.accuracy};
}

void draw_plot(const char* title, const char* meaning, ImPlotGetter get,
               const std::vector<checkpoint::LogLine>& lines, const std::vector<ImPlotPoint>& held_out,
               float height) {
  {
    const TypeScope strong(Type::strong);
    ImGui::TextUnformatted(title);
  }
  explain(meaning);
  const TypeScope small(Type::small);
  if (!ImPlot::BeginPlot(title, {-1, height}, ImPlotFlags_CanvasOnly | ImPlotFlags_NoFrame)) return;
  constexpr ImPlotAxisFlags axis = ImPlotAxisFlags_NoHighlight | ImPlotAxisFlags_NoMenus |
                                   ImPlotAxisFlags_NoSideSwitch | ImPlotAxisFlags_NoTickMarks |
                                   ImPlotAxisFlags_AutoFit;
  ImPlot::SetupAxes(nullptr, nullptr, axis | ImPlotAxisFlags_NoGridLines, axis);
  ImPlotSpec line;
  line.LineColor = palette().text_quiet;
  line.LineWeight = 1.4F * ImGui::GetStyle().FontScaleDpi;
  auto* data =
      const_cast<std::vector<checkpoint::LogLine>*>(&lines);  // ImPlot's getters take what they only read
  ImPlot::PlotLineG("training", get, data, static_cast<int>(lines.size()), line);
  if (!held_out.empty()) {
    ImPlotSpec points;
    points.LineColor = palette().accent;
    points.LineWeight = 1.8F * ImGui::GetStyle().FontScaleDpi;
    points.Marker = ImPlotMarker_Circle;
    points.MarkerFillColor = palette().accent;
    points.MarkerSize = 0.3F * ImGui::GetFontSize();
    ImPlot::PlotLineG(
        "held out", [](int i, void* all) { return static_cast<ImPlotPoint*>(all)[i]; },
        const_cast<ImPlotPoint*>(held_out.data()), static_cast<int>(held_out.size()), points);
  }
  ImPlot::EndPlot();
}

/// Accuracy of the checkpoints on photos that were held back, by epoch, in percent.
std::vector<ImPlotPoint> held_out_of(const checkpoint::Series& series) {
  std::vector<ImPlotPoint> points;
  for (const auto& info : series.checkpoints) {
    const auto top1 = info.metrics.find("top1");
    if (top1 != info.metrics.end()) points.emplace_back(info.epoch, 100 * top1->second);
  }
  return points;
}

void draw_progress(Desk& desk, School& school) {
  const auto& lines = school.lines();
  const float em = ImGui::GetFontSize();
  const bool own = desk.series.folder == school.folder();
  {
    const TypeScope small(Type::small);
    ImGui::TextColored(palette().text_quiet, "%s",
                       squeezed(school.folder().string(), ImGui::GetContentRegionAvail().x).c_str());
  }
  if (!school.failure().empty()) {
    ImGui::PushTextWrapPos(0);
    ImGui::TextColored(palette().warning, "%s", school.failure().c_str());
    ImGui::PopTextWrapPos();
  } else if (lines.empty()) {
    note(own ? "It has begun; the first numbers come after a few seconds."
             : "Waiting for its first checkpoint. It comes under the dream by itself.");
    // One that was begun here says by itself what is wrong.
    if (!school.state() && !school.lacks().empty()) note(school.lacks().c_str());
  } else {
    ImGui::TextUnformatted(progress_text(lines).c_str());
  }
  if (const auto state = school.state(); state && *state != State::ended) draw_hands(school, *state);
  if (!school.state() && draw_farewell(school)) return;
  if (lines.empty()) return;
  const float height = std::max(6 * em, (ImGui::GetContentRegionAvail().y - 4 * em) / 2);
  draw_plot("Accuracy, %",
            "Photos named right: the gray line while training, the dots on photos that were held back.",
            accuracy_at, lines, own ? held_out_of(desk.series) : std::vector<ImPlotPoint>(), height);
  draw_plot("Loss", "What the training lowers, by epoch.", loss_at, lines, {}, height);
}

}  // namespace

void draw_school(Desk& desk, School& school) {
  Model& model = desk.model;
  if (!model.show_school) return;
  const float em = ImGui::GetFontSize();
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  // Over the recipe rather than the dream it teaches.
  ImGui::SetNextWindowPos({viewport->WorkPos.x + em, viewport->WorkPos.y + viewport->WorkSize.y - 5 * em},
                          ImGuiCond_Appearing, {0, 1});
  ImGui::SetNextWindowSize(
      {std::min(30 * em, 0.9F * viewport->WorkSize.x), std::min(34 * em, 0.8F * viewport->WorkSize.y)},
      ImGuiCond_Appearing);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{em, 0.8F * em});
  const bool open =
      ImGui::Begin("Training", &model.show_school, ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoDocking);
  ImGui::PopStyleVar();
  if (open) {
    if (!school.is_busy() && (!school.is_watching() || school.state())) draw_form(desk, school);
    if (school.is_watching()) draw_progress(desk, school);
  }
  ImGui::End();
}

}  // namespace birddream::ui
