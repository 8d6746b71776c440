#include <imgui.h>

#include "base/formatted.h"
#include "base/process_usage.h"
#include "ui/panels.h"
#include "ui/theme.h"

namespace birddream::ui {
namespace {

using Milestone = Statistics::Milestone;

constexpr float name_width = 9.5F;  // font sizes
constexpr double refresh_seconds = 0.5;

void line(const char* name, const std::string& value) {
  ImGui::TextColored(palette().text_quiet, "%s", name);
  ImGui::SameLine(name_width * ImGui::GetFontSize());
  ImGui::TextUnformatted(value.c_str());
}

/// Cores in use, over the last half second and more.
double processor_share() {
  static double since = 0, used = 0, share = 0;  // there is one such window
  const double now = seconds_since_start();
  if (now - since < refresh_seconds) return share;
  const double all = processor_seconds();
  share = (all - used) / (now - since);
  since = now;
  used = all;
  return share;
}

}  // namespace

void draw_statistics(Desk& desk) {
  if (!desk.model.show_statistics) return;
  const Statistics& statistics = desk.statistics;
  const float em = ImGui::GetFontSize();
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(
      {viewport->WorkPos.x + 0.5F * viewport->WorkSize.x, viewport->WorkPos.y + 4.5F * em},
      ImGuiCond_Appearing, {0.5F, 0});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ImGui::GetStyleColorVec4(ImGuiCol_PopupBg));
  constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoDocking |
                                     ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                                     ImGuiWindowFlags_NoFocusOnAppearing;
  if (ImGui::Begin("Statistics", &desk.model.show_statistics, flags)) {
    const Spread frames = statistics.wait_frames(), wait = statistics.wait_milliseconds();
    line("Slider to picture", wait.count == 0
                                  ? "move one while it dreams"
                                  : formatted("%.0f frames, %.0f ms (%.0f ms in the worst 5 %%; %d changes)",
                                              frames.median, wait.median, wait.high, wait.count));
    const double steps = desk.model.frame ? desk.model.frame->steps_per_second : 0;
    line("Rate",
         formatted("%.0f frames/s, %.1f steps/s", static_cast<double>(desk.frames_per_second), steps));
    line("Start", formatted("window %.2f s, first frame %.2f s, moving picture %.2f s",
                            statistics.reached(Milestone::window), statistics.reached(Milestone::first_frame),
                            statistics.reached(Milestone::moving)));
    line("Processor", formatted("%.2f cores", processor_share()));
    line("Memory", formatted("%.0f MB at most", static_cast<double>(peak_memory()) / 1e6));
  }
  ImGui::End();
  ImGui::PopStyleColor();
}

}  // namespace birddream::ui
