#include <algorithm>
#include <array>
#include <utility>

#include "dream/stepper.h"
#include "ui/actions.h"
#include "ui/species_list.h"
#include "ui/training_axis.h"

namespace birddream::ui {
namespace {

constexpr ImGuiKeyChord none = ImGuiKey_None;
constexpr float scale_step = 0.125F;

void next_lane(Desk& desk) {
  const auto lanes = checkpoint::lanes_of(desk.series);
  const int here = checkpoint::lane_of(lanes, desk.model.checkpoint.from);
  move_to_lane(desk.model, desk.series, (here + 1) % static_cast<int>(lanes.size()));
}

bool has_picture(const Desk& desk) {
  return desk.model.frame && !desk.model.frame->picture.empty();
}

bool comparing(const Desk& desk) {
  return desk.model.compare.on;
}

void show_at_100(Desk& desk) {
  PictureView& view = desk.model.view;
  if (view.fit) {
    view.centre_x = static_cast<float>(desk.model.params.width) / 2;
    view.centre_y = static_cast<float>(desk.model.params.height) / 2;
  }
  view.fit = false;
  view.zoom = 1;
}

void one_step(Desk& desk) {
  pause(desk.model);
  ++desk.model.single_steps;
}

void find_species(Desk& desk) {
  desk.focus_search = true;
  desk.model.picture_only = false;
}

void show_mode(Desk& desk, gl::DisplayMode mode) {
  desk.model.view.mode = mode;
}

void scale_by(Desk& desk, float amount) {
  desk.settings.scale = std::clamp(scale_of(desk) + amount, 0.75F, 4.0F);
}

void arrange(Desk& desk, Arrangement arrangement) {
  desk.arrange = arrangement;
  desk.model.picture_only = false;
}

bool computes_on_cpu(const Desk& desk) {
  return desk.model.info.device_kind == "cpu";
}

/// One of dream::precision_wishes.
template <std::size_t wish>
constexpr Action precision_action(const char* id, const char* title) {
  return {id,
          title,
          "Dream",
          none,
          none,
          [](Desk& d) { d.model.precision = dream::precision_wishes[wish]; },
          computes_on_cpu,
          [](const Desk& d) { return d.model.precision == dream::precision_wishes[wish]; }};
}

const std::array table = {
    Action{"open", "Open a picture, video or session", "File", ImGuiMod_Ctrl | ImGuiKey_O, none,
           [](Desk& d) { d.model.show_open = true; }, nullptr, nullptr},
    Action{"film", "Dream upon a video", "File", none, none,
           [](Desk& d) { d.model.show_film = !d.model.show_film; }, nullptr,
           [](const Desk& d) { return d.model.show_film; }},
    Action{"snapshot", "Save a snapshot", "File", ImGuiKey_S, none, snapshot, has_picture, nullptr},
    Action{"save_session", "Save the session", "File", ImGuiMod_Ctrl | ImGuiKey_S, none, save_session,
           nullptr, nullptr},
    Action{"record", "Record a video", "File", ImGuiKey_V, none, toggle_recording, has_picture, is_recording},
    Action{"record_window", "Record the whole window", "File", ImGuiMod_Shift | ImGuiKey_V, none,
           [](Desk& d) {
             const bool before = std::exchange(d.settings.record.window, true);
             toggle_recording(d);
             d.settings.record.window = before;
           },
           has_picture, [](const Desk& d) { return is_recording(d) && d.recorded.window; }},
    Action{"quit", "Quit", "File", ImGuiMod_Ctrl | ImGuiKey_Q, none, [](Desk& d) { d.model.quit = true; },
           nullptr, nullptr},

    Action{"run", "Run or pause", "Dream", ImGuiKey_Space, none, [](Desk& d) { run_or_pause(d.model); },
           nullptr, nullptr},
    Action{"step", "One step", "Dream", ImGuiKey_N, ImGuiKey_Period, one_step, nullptr, nullptr},
    Action{"restart", "Restart", "Dream", ImGuiKey_R, none, [](Desk& d) { restart(d.model); }, nullptr,
           nullptr},
    Action{"new_seed", "Another seed", "Dream", ImGuiKey_D, none, [](Desk& d) { pick_random_seed(d.model); },
           nullptr, nullptr},
    Action{"start_from_snapshot", "Begin from the last snapshot", "Dream", none, none,
           [](Desk& d) { pick_photo(d.model, d.saver.last_snapshot().string(), photo_for_start); },
           [](const Desk& d) { return !d.saver.last_snapshot().empty(); }, nullptr},
    Action{"find_species", "Find a species", "Dream", ImGuiMod_Ctrl | ImGuiKey_F, none, find_species, nullptr,
           nullptr},
    Action{"next_species", "Next species of the list", "Dream", ImGuiKey_PageDown, none,
           [](Desk& d) { pick_next_species(d.model, d.series, listed_species(d), 1); }, nullptr, nullptr},
    Action{"previous_species", "Species before it", "Dream", ImGuiKey_PageUp, none,
           [](Desk& d) { pick_next_species(d.model, d.series, listed_species(d), -1); }, nullptr, nullptr},
    Action{"random_species", "A random species of the list", "Dream", ImGuiMod_Shift | ImGuiKey_D, none,
           [](Desk& d) { pick_random_species(d.model, d.series, listed_species(d)); }, nullptr, nullptr},
    Action{"endless", "Keep going after the last step", "Dream", ImGuiKey_E, none,
           [](Desk& d) { d.model.endless = !d.model.endless; }, nullptr,
           [](const Desk& d) { return d.model.endless; }},
    Action{"previous_checkpoint", "Earlier checkpoint", "Dream", ImGuiKey_LeftArrow, none,
           [](Desk& d) { move_by_tick(d.model, d.series, -1); },
           [](const Desk& d) { return can_move_by_tick(d.model, d.series, -1); }, nullptr},
    Action{"next_checkpoint", "Later checkpoint", "Dream", ImGuiKey_RightArrow, none,
           [](Desk& d) { move_by_tick(d.model, d.series, 1); },
           [](const Desk& d) { return can_move_by_tick(d.model, d.series, 1); }, nullptr},
    Action{"next_lane", "Another way of training", "Dream", ImGuiKey_L, none, next_lane,
           [](const Desk& d) { return checkpoint::lanes_of(d.series).size() > 1; }, nullptr},
    Action{"play_training", "Play the training", "Dream", ImGuiKey_T, none,
           [](Desk& d) { play_training(d.model, d.series, !d.model.training_plays); },
           [](const Desk& d) { return d.series.checkpoints.size() > 1; },
           [](const Desk& d) { return d.model.training_plays; }},
    Action{"ticks_only", "Stop at checkpoints only", "Dream", none, none,
           [](Desk& d) { set_ticks_only(d.model, !d.model.ticks_only); },
           [](const Desk& d) { return d.series.checkpoints.size() > 1; },
           [](const Desk& d) { return d.model.ticks_only; }},

    precision_action<0>("precision_auto", "Compute in the fastest precision"),
    precision_action<1>("precision_float32", "Compute in float32"),
    precision_action<2>("precision_bfloat16", "Compute in bfloat16"),
    precision_action<3>("precision_plain", "Compute in LibTorch's own float32"),

    Action{"compare", "Compare with what it is now", "Compare", ImGuiKey_C, none,
           [](Desk& d) { toggle_comparison(d.model); }, has_picture,
           [](const Desk& d) { return d.model.compare.on; }},
    Action{"hold_as_other", "Hold A as B", "Compare", ImGuiKey_B, none,
           [](Desk& d) { hold_as_other(d.model); }, comparing, nullptr},
    Action{"compare_wipe", "Compare by a wipe", "Compare", none, none,
           [](Desk& d) { d.model.compare.view = CompareView::wipe; }, comparing, nullptr},
    Action{"compare_blink", "Compare by blinking", "Compare", none, none,
           [](Desk& d) { d.model.compare.view = CompareView::blink; }, comparing, nullptr},
    Action{"compare_difference", "Compare by the difference", "Compare", none, none,
           [](Desk& d) { d.model.compare.view = CompareView::difference; }, comparing, nullptr},
    Action{"swap_sides", "Swap A and B", "Compare", ImGuiKey_X, none, [](Desk& d) { swap_sides(d.model); },
           comparing, nullptr},

    Action{"difference_dream", "Dream what B knows and A does not", "Compare", none, none,
           [](Desk& d) { difference_dream(d.model, d.series); },
           [](const Desk& d) {
             return comparing(d) && d.model.compare.place != d.model.checkpoint &&
                    !species_of(d.model.params).empty();
           },
           nullptr},

    Action{"undo", "Undo", "Edit", ImGuiMod_Ctrl | ImGuiKey_Z, none, undo, can_undo, nullptr},
    Action{"redo", "Redo", "Edit", ImGuiMod_Ctrl | ImGuiKey_Y, ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Z,
           redo, [](const Desk& d) { return d.history.can_redo(); }, nullptr},
    Action{"reset_params", "Back to the preset's values", "Edit", none, none, reset_params,
           [](const Desk& d) { return d.model.params != preset_params(d.model); }, nullptr},

    Action{"filmstrip", "Filmstrip of all checkpoints", "View", ImGuiKey_M, none,
           [](Desk& d) { d.model.show_filmstrip = !d.model.show_filmstrip; },
           [](const Desk& d) { return d.series.checkpoints.size() > 1 || d.model.show_filmstrip; },
           [](const Desk& d) { return d.model.show_filmstrip; }},
    Action{"cross_scores", "Who recognises whose dream", "View", none, none,
           [](Desk& d) { ask_who_recognises(d.model); }, [](const Desk& d) { return d.model.show_filmstrip; },
           nullptr},
    Action{"close_windows", "Close what lies over the picture", "View", none, none,
           [](Desk& d) { uncover(d.model); }, [](const Desk& d) { return is_covered(d.model); }, nullptr},
    Action{"school", "Training", "View", ImGuiKey_H, none,
           [](Desk& d) { d.model.show_school = !d.model.show_school; }, nullptr,
           [](const Desk& d) { return d.model.show_school; }},
    Action{"gallery", "Gallery of channels", "View", ImGuiKey_G, none,
           [](Desk& d) { d.model.show_gallery = !d.model.show_gallery; }, nullptr,
           [](const Desk& d) { return d.model.show_gallery; }},
    Action{"fit", "Fit the picture", "View", ImGuiKey_F, none, [](Desk& d) { d.model.view.fit = true; },
           nullptr, nullptr},
    Action{"hundred", "100 %", "View", ImGuiKey_1, ImGuiKey_Keypad1, show_at_100, nullptr, nullptr},
    Action{"raw", "Raw values", "View", none, none, [](Desk& d) { show_mode(d, gl::DisplayMode::raw); },
           nullptr, [](const Desk& d) { return d.model.view.mode == gl::DisplayMode::raw; }},
    Action{"stretched", "Stretched values", "View", none, none,
           [](Desk& d) { show_mode(d, gl::DisplayMode::stretched); }, nullptr,
           [](const Desk& d) { return d.model.view.mode == gl::DisplayMode::stretched; }},
    Action{"split", "Raw beside stretched", "View", none, none,
           [](Desk& d) { show_mode(d, gl::DisplayMode::split); }, nullptr,
           [](const Desk& d) { return d.model.view.mode == gl::DisplayMode::split; }},
    Action{"smooth", "Smooth pixels", "View", none, none,
           [](Desk& d) {
             const bool smooth = d.model.view.filter == gl::Filter::smooth;
             d.model.view.filter = smooth ? gl::Filter::nearest : gl::Filter::smooth;
           },
           nullptr, [](const Desk& d) { return d.model.view.filter == gl::Filter::smooth; }},
    Action{"picture_only", "Picture only", "View", ImGuiKey_Tab, none,
           [](Desk& d) { d.model.picture_only = !d.model.picture_only; }, nullptr,
           [](const Desk& d) { return d.model.picture_only; }},
    Action{"dark", "Dark theme", "View", none, none, [](Desk& d) { d.settings.dark = !d.settings.dark; },
           nullptr, [](const Desk& d) { return d.settings.dark; }},
    Action{"larger", "Larger interface", "View", ImGuiMod_Ctrl | ImGuiKey_Equal,
           ImGuiMod_Ctrl | ImGuiKey_KeypadAdd, [](Desk& d) { scale_by(d, scale_step); }, nullptr, nullptr},
    Action{"smaller", "Smaller interface", "View", ImGuiMod_Ctrl | ImGuiKey_Minus,
           ImGuiMod_Ctrl | ImGuiKey_KeypadSubtract, [](Desk& d) { scale_by(d, -scale_step); }, nullptr,
           nullptr},
    Action{"scale_of_screen", "As large as the screen says", "View", ImGuiMod_Ctrl | ImGuiKey_0,
           ImGuiMod_Ctrl | ImGuiKey_Keypad0, [](Desk& d) { d.settings.scale = 0; },
           [](const Desk& d) { return d.settings.scale > 0; }, nullptr},
    Action{"study_layout", "Instruments under the picture", "View", none, none,
           [](Desk& d) { arrange(d, Arrangement::study); }, nullptr, nullptr},
    Action{"reset_layout", "Reset the layout", "View", none, none,
           [](Desk& d) { arrange(d, Arrangement::usual); }, nullptr, nullptr},

    Action{"palette", "Command palette", "Help", ImGuiMod_Ctrl | ImGuiKey_P, none,
           [](Desk& d) { d.model.show_palette = true; }, nullptr, nullptr},
    Action{"statistics", "Statistics", "Help", ImGuiKey_F3, none,
           [](Desk& d) { d.model.show_statistics = !d.model.show_statistics; }, nullptr,
           [](const Desk& d) { return d.model.show_statistics; }},
    Action{"keys", "Keys", "Help", ImGuiKey_F1, none, [](Desk& d) { d.model.show_keys = !d.model.show_keys; },
           nullptr, nullptr},
};

constexpr std::array<const char*, 6> menus = {"File", "Edit", "Dream", "Compare", "View", "Help"};

}  // namespace

std::span<const Action> actions() {
  return table;
}

std::span<const char* const> action_menus() {
  return menus;
}

const Action* find_action(std::string_view id) {
  const auto found =
      std::find_if(table.begin(), table.end(), [id](const Action& action) { return id == action.id; });
  return found == table.end() ? nullptr : &*found;
}

}  // namespace birddream::ui
