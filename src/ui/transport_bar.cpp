#include <imgui.h>
#include <imgui_internal.h>  // BeginViewportSideBar

#include <algorithm>
#include <array>

#include "base/formatted.h"
#include "ui/actions.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

std::string button_text(const char* glyph, const char* label) {
  return *label == '\0' ? glyph : std::string(glyph) + "  " + label;
}

float button_width(const char* glyph, const char* label) {
  if (*label == '\0') return 1.35F * ImGui::GetFrameHeight();
  return ImGui::CalcTextSize(button_text(glyph, label).c_str()).x + 2 * ImGui::GetStyle().FramePadding.x;
}

// A button for an action of the table, with its title and key as tooltip. `label` may be empty.
void action_button(const char* id, const char* glyph, const char* label, Desk& desk) {
  const Action& action = *find_action(id);
  ImGui::BeginDisabled(!is_enabled(action, desk));
  const std::string text = button_text(glyph, label) + "###" + id;
  if (ImGui::Button(text.c_str(), {button_width(glyph, label), 0})) action.run(desk);
  ImGui::EndDisabled();
  const std::string key = key_text(action.key);
  explain(action.title + (key.empty() ? "" : "  (" + key + ")"));
  ImGui::SameLine();
}

// The one button that stands out.
void play_button(Desk& desk) {
  const auto& frame = desk.model.frame;
  const bool over =
      frame && (frame->phase == engine::Phase::finished || frame->phase == engine::Phase::failed);
  const Palette& p = palette();
  ImGui::PushStyleColor(ImGuiCol_Button, p.accent);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, faded(p.accent, 0.85F));
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, faded(p.accent, 0.7F));
  ImGui::PushStyleColor(ImGuiCol_Text, p.on_accent);
  action_button("run", is_moving(desk.model) && !over ? icon::pause : icon::play, "", desk);
  ImGui::PopStyleColor(4);
}

// A thin line along the bar's upper edge, as long as the dream has come.
void draw_progress_line(const Desk& desk) {
  const auto& frame = desk.model.frame;
  const float done = frame ? static_cast<float>(frame->report.step) : 0;
  const float share = std::clamp(done / static_cast<float>(std::max(desk.model.params.steps, 1)), 0.0F, 1.0F);
  const ImVec2 at = ImGui::GetWindowPos();
  const float width = ImGui::GetWindowWidth();
  const float thick = 0.15F * ImGui::GetFontSize();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + width, at.y + thick}, packed(palette().field));
  draw.AddRectFilled(at, {at.x + share * width, at.y + thick},
                     packed(share < 1 ? palette().accent : palette().text_faint));
}

void draw_position(const Desk& desk) {
  const auto& frame = desk.model.frame;
  const Palette& p = palette();
  const auto pair = [&](const char* what, int at, int of) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(p.text_quiet, "%s", what);
    ImGui::SameLine(0, 0.4F * ImGui::GetFontSize());
    ImGui::Text("%d", at);
    ImGui::SameLine(0, 0);
    ImGui::TextColored(p.text_quiet, " / %d", of);
    ImGui::SameLine(0, 1.3F * ImGui::GetFontSize());
  };
  ImGui::SameLine(0, ImGui::GetFontSize());
  if (desk.model.endless) {
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(p.text_quiet, "Step");
    ImGui::SameLine(0, 0.4F * ImGui::GetFontSize());
    ImGui::Text("%d", frame ? frame->report.step : 0);
    ImGui::SameLine(0, 1.3F * ImGui::GetFontSize());
  } else {
    pair("Step", frame ? frame->report.step : 0, desk.model.params.steps);
  }
  if (frame && frame->report.octaves > 1) pair("Octave", frame->report.octave, frame->report.octaves);
  const char* state = "";
  if (frame && frame->phase == engine::Phase::finished) state = "finished";
  if (frame && frame->phase == engine::Phase::paused) state = "paused";
  if (frame && frame->phase == engine::Phase::failed) state = "stopped";
  ImGui::TextColored(p.text_quiet, "%s", state);
  ImGui::SameLine();
}

// What the recorder is doing; empty when nothing.
std::string recording_text(const record::RecorderStatus& status) {
  if (status.state == record::RecorderState::finishing) return "writing the video";
  if (status.state != record::RecorderState::recording) return "";
  const int seconds = static_cast<int>(status.seconds);
  std::string all = formatted("%02d:%02d", seconds / 60, seconds % 60) + between_facts + status.message;
  if (status.dropped > 0) all += between_facts + std::to_string(status.dropped) + " dropped";
  return all;
}

bool is_recording(const record::RecorderStatus& status) {
  return status.state == record::RecorderState::recording;
}
const char* record_glyph(const record::RecorderStatus& status) {
  return is_recording(status) ? icon::stop : icon::record;
}
const char* record_label(const record::RecorderStatus& status) {
  return is_recording(status) ? "Stop" : "Record";
}

void draw_record_options(Desk& desk) {
  if (!ImGui::BeginPopup("##record_options")) return;
  RecordOptions& how = desk.settings.record;
  const float em = ImGui::GetFontSize();
  heading("Recording");
  constexpr std::array<const char*, 2> what = {"The dream", "The whole window"};
  how.window = segments(what, how.window ? 1 : 0) == 1;
  ImGui::Dummy({16 * em, 0.2F * em});
  constexpr std::array<const char*, 4> formats = {"MP4", "WebM", "GIF", "PNGs"};
  how.format = static_cast<RecordFormat>(segments(formats, static_cast<int>(how.format)));
  ImGui::SetNextItemWidth(9 * em);
  ImGui::DragInt("##rate", &how.frames_per_second, 0.2F, 5, 60, "%d frames/s", ImGuiSliderFlags_AlwaysClamp);
  if (!how.window) {
    ImGui::SameLine();
    ImGui::SetNextItemWidth(9 * em);
    ImGui::DragInt("##every", &how.every, 0.1F, 1, 1000, how.every == 1 ? "every step" : "every %d steps",
                   ImGuiSliderFlags_AlwaysClamp);
  }
  note(how.window ? "As fast as it is seen, with everything in it."
                  : "A frame a step, however fast the dream goes. Saved where snapshots are.");
  ImGui::EndPopup();
}

float width_at_right(const record::RecorderStatus& status, const std::string& text) {
  const ImGuiStyle& style = ImGui::GetStyle();
  float width = button_width(record_glyph(status), record_label(status)) + button_width(icon::up_small, "") +
                2 * style.ItemSpacing.x + button_width(icon::camera, "Snapshot") + style.WindowPadding.x;
  if (!text.empty()) width += ImGui::CalcTextSize(text.c_str()).x + style.ItemSpacing.x;
  return width;
}

void draw_recording(Desk& desk, const record::RecorderStatus& status, const std::string& text) {
  if (!text.empty()) {
    const TypeScope small(Type::small);
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(status.dropped > 0 ? palette().warning : palette().text_quiet, "%s", text.c_str());
    explain(std::to_string(status.taken) + " pictures taken, " + std::to_string(status.written) + " written.",
            status.dropped > 0 ? "Dropped pictures: the encoder is slower than the dream." : "");
    ImGui::SameLine();
  }
  const bool recording = is_recording(status);
  if (recording) ImGui::PushStyleColor(ImGuiCol_Text, palette().accent);
  action_button("record", record_glyph(status), record_label(status), desk);
  if (recording) ImGui::PopStyleColor();
  ImGui::BeginDisabled(recording);
  if (icon_button("##record_how", icon::up_small, "What and how to record", false,
                  button_width(icon::up_small, "")))
    ImGui::OpenPopup("##record_options");
  ImGui::EndDisabled();
  ImGui::SameLine();
  draw_record_options(desk);
  action_button("snapshot", icon::camera, "Snapshot", desk);
}

}  // namespace

void draw_transport_bar(Desk& desk) {
  const float em = ImGui::GetFontSize();
  const float bar = ImGui::GetFrameHeight() + 1.3F * em;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{ImGui::GetStyle().WindowPadding.x, 0.7F * em});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse |
                                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoDocking;
  if (ImGui::BeginViewportSideBar("##transport", ImGui::GetMainViewport(), ImGuiDir_Down, bar, flags)) {
    draw_progress_line(desk);
    action_button("restart", icon::restart, "", desk);
    play_button(desk);
    action_button("step", icon::step, "", desk);
    const bool endless = desk.model.endless;
    if (endless) ImGui::PushStyleColor(ImGuiCol_Text, palette().accent);
    action_button("endless", icon::infinity, "", desk);
    if (endless) ImGui::PopStyleColor();
    draw_position(desk);
    const record::RecorderStatus status = desk.saver.recorder().status();
    const std::string text = recording_text(status);
    const float right = width_at_right(status, text);
    ImGui::SetCursorPosX(std::max(ImGui::GetCursorPosX(), ImGui::GetWindowWidth() - right));
    draw_recording(desk, status, text);
    ImGui::NewLine();
  }
  ImGui::End();
  ImGui::PopStyleVar(2);
}

}  // namespace birddream::ui
