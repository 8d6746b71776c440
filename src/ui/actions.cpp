#include "ui/actions.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>

namespace birddream::ui {
namespace {

int last_checkpoint(const Desk& desk) {
  return static_cast<int>(desk.series.checkpoints.size()) - 1;
}

void adopt(Desk& desk, const std::optional<recipe::DreamParams>& params) {
  if (!params) return;
  if (changes_start(desk.model.params, *params)) ++desk.model.restarts;
  desk.model.params = *params;
}

void zoom_to(Desk& desk, float zoom) {
  desk.model.view.fit = false;
  desk.model.view.zoom = zoom;
  if (const auto& frame = desk.model.frame; frame && !frame->picture.empty()) {
    desk.model.view.centre_x = static_cast<float>(frame->picture.width) / 2;
    desk.model.view.centre_y = static_cast<float>(frame->picture.height) / 2;
  }
}

void run_or_pause(Desk& desk) {
  const bool at_end = desk.model.frame && desk.model.frame->phase == engine::Phase::finished;
  if (at_end) {
    restart(desk.model);
  } else {
    desk.model.run = !desk.model.run;
  }
}

constexpr ImGuiKeyChord none = ImGuiKey_None;

const std::array table = {
    Action{"open_search", "Find a species", "Dream", ImGuiMod_Ctrl | ImGuiKey_F, none,
           [](Desk& d) {
             d.focus_search = true;
             d.model.picture_only = false;
           },
           nullptr},
    Action{"run", "Run or pause", "Dream", ImGuiKey_Space, none, run_or_pause, nullptr},
    Action{"step", "One step", "Dream", ImGuiKey_N, ImGuiKey_Period,
           [](Desk& d) {
             d.model.run = false;
             ++d.model.single_steps;
           },
           nullptr},
    Action{"restart", "Restart", "Dream", ImGuiKey_R, none, [](Desk& d) { restart(d.model); }, nullptr},
    Action{"new_seed", "Another seed", "Dream", ImGuiKey_D, none,
           [](Desk& d) {
             ++d.model.params.seed;
             restart(d.model);
           },
           nullptr},
    Action{"undo", "Undo", "Dream", ImGuiMod_Ctrl | ImGuiKey_Z, none,
           [](Desk& d) { adopt(d, d.history.undo()); }, [](const Desk& d) { return d.history.can_undo(); }},
    Action{"redo", "Redo", "Dream", ImGuiMod_Ctrl | ImGuiKey_Y, ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Z,
           [](Desk& d) { adopt(d, d.history.redo()); }, [](const Desk& d) { return d.history.can_redo(); }},
    Action{"reset_params", "Reset to the preset", "Dream", none, none,
           [](Desk& d) { adopt(d, preset_params(d.model)); }, nullptr},
    Action{"snapshot", "Snapshot", "File", ImGuiKey_S, none, snapshot, nullptr},
    Action{"save_session", "Save session", "File", ImGuiMod_Ctrl | ImGuiKey_S, none, save_session, nullptr},
    Action{"quit", "Quit", "File", ImGuiMod_Ctrl | ImGuiKey_Q, none, [](Desk& d) { d.model.quit = true; },
           nullptr},
    Action{"previous_checkpoint", "Earlier checkpoint", "Checkpoints", ImGuiKey_LeftArrow, none,
           [](Desk& d) { --d.model.checkpoint; }, [](const Desk& d) { return d.model.checkpoint > 0; }},
    Action{"next_checkpoint", "Later checkpoint", "Checkpoints", ImGuiKey_RightArrow, none,
           [](Desk& d) { ++d.model.checkpoint; },
           [](const Desk& d) { return d.model.checkpoint < last_checkpoint(d); }},
    Action{"record", "Start or stop recording", "Record", ImGuiKey_V, none, toggle_recording, nullptr},
    Action{"fit", "Fit the picture", "View", ImGuiKey_F, none, [](Desk& d) { d.model.view.fit = true; },
           nullptr},
    Action{"hundred", "100 %", "View", ImGuiKey_1, none, [](Desk& d) { zoom_to(d, 1); }, nullptr},
    Action{"raw", "Raw values", "View", none, none, [](Desk& d) { d.model.view.mode = gl::DisplayMode::raw; },
           nullptr},
    Action{"stretched", "Stretched values", "View", none, none,
           [](Desk& d) { d.model.view.mode = gl::DisplayMode::stretched; }, nullptr},
    Action{"split", "Raw | stretched", "View", none, none,
           [](Desk& d) { d.model.view.mode = gl::DisplayMode::split; }, nullptr},
    Action{"picture_only", "Picture only", "View", ImGuiKey_Tab, none,
           [](Desk& d) { d.model.picture_only = !d.model.picture_only; }, nullptr},
    Action{"theme", "Light or dark", "View", none, none, [](Desk& d) { d.settings.dark = !d.settings.dark; },
           nullptr},
    Action{"larger", "Larger interface", "View", ImGuiMod_Ctrl | ImGuiKey_Equal, none,
           [](Desk& d) { d.settings.scale = std::min(3.0F, d.settings.scale + 0.125F); }, nullptr},
    Action{"smaller", "Smaller interface", "View", ImGuiMod_Ctrl | ImGuiKey_Minus, none,
           [](Desk& d) { d.settings.scale = std::max(0.75F, d.settings.scale - 0.125F); }, nullptr},
    Action{"reset_layout", "Reset the layout", "View", none, none, [](Desk& d) { d.reset_layout = true; },
           nullptr},
    Action{"palette", "Command palette", "Help", ImGuiMod_Ctrl | ImGuiKey_P, none,
           [](Desk& d) { d.model.show_palette = true; }, nullptr},
    Action{"keys", "All keys", "Help", ImGuiKey_F1, none,
           [](Desk& d) { d.model.show_keys = !d.model.show_keys; }, nullptr},
};

bool pressed(ImGuiKeyChord key) {
  if (key == none) return false;
  const bool repeats = (key & ~ImGuiMod_Mask_) == ImGuiKey_LeftArrow ||
                       (key & ~ImGuiMod_Mask_) == ImGuiKey_RightArrow ||
                       (key & ~ImGuiMod_Mask_) == ImGuiKey_N;
  return ImGui::Shortcut(key, ImGuiInputFlags_RouteGlobal | (repeats ? ImGuiInputFlags_Repeat : 0));
}

}  // namespace

std::span<const Action> actions() {
  return table;
}

const Action* find_action(std::string_view id) {
  const auto found =
      std::find_if(table.begin(), table.end(), [id](const Action& action) { return id == action.id; });
  return found == table.end() ? nullptr : &*found;
}

bool is_enabled(const Action& action, const Desk& desk) {
  return action.enabled == nullptr || action.enabled(desk);
}

std::string key_text(ImGuiKeyChord key) {
  return key == none ? "" : ImGui::GetKeyChordName(key);
}

void handle_keys(Desk& desk) {
  if (ImGui::GetIO().WantTextInput) return;
  for (const Action& action : table) {
    const bool wanted = pressed(action.key) || pressed(action.other_key);
    if (wanted && is_enabled(action, desk)) action.run(desk);
  }
}

void draw_menu_items(const char* menu, Desk& desk) {
  for (const Action& action : table) {
    if (std::string_view(action.menu) != menu) continue;
    if (ImGui::MenuItem(action.title, key_text(action.key).c_str(), false, is_enabled(action, desk)))
      action.run(desk);
  }
}

}  // namespace birddream::ui
