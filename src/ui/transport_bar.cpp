#include <imgui.h>

#include "ui/actions.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/theme.h"

namespace birddream::ui {
namespace {

// A button for an action of the table, with its title and key as tooltip.
void action_button(const char* id, const char* glyph, Desk& desk, bool lit = false) {
  const Action& action = *find_action(id);
  if (lit) ImGui::PushStyleColor(ImGuiCol_Button, palette().accent_quiet);
  ImGui::BeginDisabled(!is_enabled(action, desk));
  const std::string label = std::string(glyph) + "##" + id;
  if (ImGui::Button(label.c_str(), {ImGui::GetFrameHeight() * 1.35F, 0})) action.run(desk);
  ImGui::EndDisabled();
  if (lit) ImGui::PopStyleColor();
  const std::string key = key_text(action.key);
  ImGui::SetItemTooltip("%s%s%s%s", action.title, key.empty() ? "" : "  (", key.c_str(),
                        key.empty() ? "" : ")");
  ImGui::SameLine();
}

void draw_progress(const Desk& desk, float width) {
  const auto& frame = desk.model.frame;
  const int steps = desk.model.params.steps;
  const int done = frame ? frame->report.step : 0;
  ImGui::PushStyleVarY(ImGuiStyleVar_FramePadding, 0);
  char text[96];
  if (frame && frame->report.octaves > 1) {
    std::snprintf(text, sizeof text, "step %d / %d   octave %d / %d", done, steps, frame->report.octave,
                  frame->report.octaves);
  } else {
    std::snprintf(text, sizeof text, "step %d / %d", done, steps);
  }
  ImGui::PushStyleColor(ImGuiCol_PlotHistogram, palette().accent_quiet);
  ImGui::ProgressBar(static_cast<float>(done) / static_cast<float>(std::max(steps, 1)),
                     {width, ImGui::GetFrameHeight()}, text);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  ImGui::SameLine();
}

void draw_recording(Desk& desk) {
  const record::RecorderStatus status = desk.saver.recorder().status();
  const bool recording = status.state == record::RecorderState::recording;
  action_button("record", recording ? icon::stop : icon::record, desk, recording);
  if (recording || status.state == record::RecorderState::finishing) {
    const int seconds = static_cast<int>(status.seconds);
    ImGui::TextColored(palette().accent, "%02d:%02d", seconds / 60, seconds % 60);
    ImGui::SetItemTooltip(
        "%s, %lld frames%s", status.message.c_str(), static_cast<long long>(status.taken),
        status.dropped > 0 ? (", " + std::to_string(status.dropped) + " dropped").c_str() : "");
    ImGui::SameLine();
    if (status.dropped > 0) {
      ImGui::TextColored(palette().warning, "%lld dropped", static_cast<long long>(status.dropped));
      ImGui::SameLine();
    }
  }
}

}  // namespace

void draw_transport_bar(Desk& desk) {
  const bool running =
      desk.model.run && desk.model.frame && desk.model.frame->phase == engine::Phase::running;
  action_button("restart", icon::restart, desk);
  action_button("run", running ? icon::pause : icon::play, desk, running);
  action_button("step", icon::step, desk);
  const float right = ImGui::GetFontSize() * 15;
  draw_progress(desk, std::max(ImGui::GetContentRegionAvail().x - right, 6 * ImGui::GetFontSize()));
  draw_recording(desk);
  action_button("snapshot", icon::camera, desk);
  action_button("fit", icon::fit, desk, desk.model.view.fit);
  ImGui::NewLine();
}

}  // namespace birddream::ui
