#include <imgui.h>
#include <imgui_internal.h>  // BeginViewportSideBar

#include <algorithm>
#include <array>
#include <string>
#include <vector>

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

// A button for an action of the table, with its title and key as tooltip, and what more there is to say.
// `label` may be empty.
void action_button(const char* id, const char* glyph, const char* label, Desk& desk,
                   const std::string& more = "") {
  const Action& action = *find_action(id);
  ImGui::BeginDisabled(!is_enabled(action, desk));
  const std::string text = button_text(glyph, label) + "###" + id;
  if (ImGui::Button(text.c_str(), {button_width(glyph, label), 0})) action.run(desk);
  ImGui::EndDisabled();
  const std::string key = key_text(action.key);
  explain(action.title + (key.empty() ? "" : "  (" + key + ")"), more);
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

struct Piece {
  std::string text;
  bool quiet = true;
  float gap = 0;  ///< before it, font sizes
};

/// How far the dream has come. `whole`: with its octave and what it does.
std::vector<Piece> position_of(const Desk& desk, bool whole) {
  const auto& frame = desk.model.frame;
  std::vector<Piece> pieces;
  const auto count = [&](const char* what, int at, int of) {
    pieces.push_back({what, true, pieces.empty() ? 0 : 1.3F});
    pieces.push_back({formatted("%d", at), false, 0.4F});
    if (of > 0) pieces.push_back({formatted(" / %d", of)});
  };
  count("Step", frame ? frame->report.step : 0, desk.model.endless ? 0 : desk.model.params.steps);
  if (!whole || !frame) return pieces;
  if (frame->report.octaves > 1) count("Octave", frame->report.octave, frame->report.octaves);
  if (frame->phase == engine::Phase::finished) pieces.push_back({"finished", true, 1.3F});
  if (frame->phase == engine::Phase::paused) pieces.push_back({"paused", true, 1.3F});
  if (frame->phase == engine::Phase::failed) pieces.push_back({"stopped", true, 1.3F});
  return pieces;
}

float width_of(const std::vector<Piece>& pieces) {
  float width = 0;
  for (const Piece& piece : pieces)
    width += ImGui::CalcTextSize(piece.text.c_str()).x + piece.gap * ImGui::GetFontSize();
  return width;
}

void draw_position(const std::vector<Piece>& pieces) {
  for (const Piece& piece : pieces) {
    if (&piece != &pieces.front()) ImGui::SameLine(0, piece.gap * ImGui::GetFontSize());
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(piece.quiet ? palette().text_quiet : palette().text, "%s", piece.text.c_str());
  }
  ImGui::SameLine();
}

// What the recorder is doing; empty when nothing. `whole`: by which encoder too.
std::string recording_text(const record::RecorderStatus& status, bool whole) {
  if (status.state == record::RecorderState::finishing) return "writing the video";
  if (status.state != record::RecorderState::recording) return "";
  const int seconds = static_cast<int>(status.seconds);
  std::string all = formatted("%02d:%02d", seconds / 60, seconds % 60);
  if (whole) all += between_facts + status.message;
  if (status.dropped > 0) all += between_facts + std::to_string(status.dropped) + " dropped";
  return all;
}

float small_width(const std::string& text) {
  const TypeScope small(Type::small);
  return ImGui::CalcTextSize(text.c_str()).x;
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

// Of the next recording: there is nothing to change in the one under way.
void draw_record_options(Desk& desk, bool recording) {
  if (!ImGui::BeginPopup("##record_options")) return;
  if (recording) ImGui::CloseCurrentPopup();
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
  const RecordOptions usual;
  const char* help = "Drag, or double-click to type. Right-click: as at first.";
  back_on_right_click(how.frames_per_second, usual.frames_per_second);
  explain("Of the video", help);
  if (!how.window) {
    ImGui::SameLine();
    ImGui::SetNextItemWidth(9 * em);
    ImGui::DragInt("##every", &how.every, 0.1F, 1, 1000, how.every == 1 ? "every step" : "every %d steps",
                   ImGuiSliderFlags_AlwaysClamp);
    back_on_right_click(how.every, usual.every);
    explain("Steps of the dream from one frame of the video to the next", help);
  }
  note(how.window ? "As fast as it is seen, with everything in it."
                  : "A frame a step, however fast the dream goes. Saved where snapshots are.");
  ImGui::EndPopup();
}

float width_at_right(const record::RecorderStatus& status, bool labels) {
  const ImGuiStyle& style = ImGui::GetStyle();
  return button_width(record_glyph(status), labels ? record_label(status) : "") +
         button_width(icon::up_small, "") + button_width(icon::camera, labels ? "Snapshot" : "") +
         3 * style.ItemSpacing.x + style.WindowPadding.x;
}

/// What the bar has room for.
struct Form {
  std::vector<Piece> position;
  std::string recording;  ///< what is said of it
  bool labels = true;     ///< beside the glyphs at the right
};

/// Where there is little, of the recording only its length is told, then buttons are glyphs alone, then the
/// octave goes.
Form form_within(float room, const Desk& desk, const record::RecorderStatus& status) {
  struct Try {
    bool whole, labels;
  };
  const float em = ImGui::GetFontSize();
  const std::string text = recording_text(status, true);
  const std::string brief = recording_text(status, false);
  Form form;
  for (const auto& [whole, labels] : {Try{true, true}, Try{true, false}, Try{false, false}}) {
    form = {position_of(desk, whole), text, labels};
    const float gap = text.empty() ? 0 : ImGui::GetStyle().ItemSpacing.x;
    const float left = room - width_of(form.position) - width_at_right(status, labels) - gap;
    if (small_width(text) <= left) return form;
    // Both ends of it say the most, if enough of it stays to be read.
    if (left > small_width(brief) + 12 * em) {
      const TypeScope small(Type::small);
      form.recording = squeezed(text, left);
      return form;
    }
    form.recording = brief;
    if (small_width(brief) <= left) return form;
  }
  form.recording.clear();
  return form;
}

void draw_recording(Desk& desk, const record::RecorderStatus& status, const Form& form) {
  const std::string text = recording_text(status, true);
  const std::string counted =
      text.empty()
          ? ""
          : formatted("%d pictures taken, %d written.", static_cast<int>(status.taken),
                      static_cast<int>(status.written)) +
                (status.dropped > 0 ? " Dropped pictures: the encoder is slower than the dream." : "");
  if (!form.recording.empty()) {
    const TypeScope small(Type::small);
    ImGui::AlignTextToFramePadding();
    ImGui::TextColored(status.dropped > 0 ? palette().warning : palette().text_quiet, "%s",
                       form.recording.c_str());
    explain(text, counted);
    ImGui::SameLine();
  }
  const bool recording = is_recording(status);
  if (recording) ImGui::PushStyleColor(ImGuiCol_Text, palette().accent);
  action_button("record", record_glyph(status), form.labels ? record_label(status) : "", desk, text);
  if (recording) ImGui::PopStyleColor();
  ImGui::BeginDisabled(recording);
  if (icon_button("##record_how", icon::up_small, "What and how to record", false,
                  button_width(icon::up_small, "")))
    ImGui::OpenPopup("##record_options");
  ImGui::EndDisabled();
  ImGui::SameLine();
  draw_record_options(desk, recording);
  action_button("snapshot", icon::camera, form.labels ? "Snapshot" : "", desk);
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
    ImGui::SameLine(0, em);
    const record::RecorderStatus status = desk.saver.recorder().status();
    const Form form = form_within(ImGui::GetWindowWidth() - ImGui::GetCursorPosX(), desk, status);
    draw_position(form.position);
    float right = width_at_right(status, form.labels);
    if (!form.recording.empty()) right += small_width(form.recording) + ImGui::GetStyle().ItemSpacing.x;
    ImGui::SetCursorPosX(std::max(ImGui::GetCursorPosX(), ImGui::GetWindowWidth() - right));
    draw_recording(desk, status, form);
    ImGui::NewLine();
  }
  ImGui::End();
  ImGui::PopStyleVar(2);
}

}  // namespace birddream::ui
