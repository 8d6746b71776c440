#include <imgui.h>
#include <misc/cpp/imgui_stdlib.h>

#include <algorithm>
#include <array>

#include "recipe/param_table.h"
#include "recipe/presets.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/param_widget.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

using recipe::Group;
using recipe::Parametrisation;

// A preset in the list: its title, and what it is in small print.
void draw_preset_row(Desk& desk, const recipe::Preset& preset, bool current) {
  const float em = ImGui::GetFontSize();
  const float wrap = ImGui::GetContentRegionAvail().x - em;
  float text_height = 0;
  {
    const TypeScope small(Type::small);
    text_height = ImGui::CalcTextSize(preset.description.c_str(), nullptr, false, wrap).y;
  }
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string id = "##" + preset.name;
  if (ImGui::Selectable(id.c_str(), current, 0, {0, 1.9F * em + text_height}))
    pick_preset(desk.model, preset.name);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  {
    const TypeScope strong(Type::strong);
    draw.AddText({at.x + 0.5F * em, at.y + 0.35F * em}, packed(palette().text), preset.title.c_str());
  }
  const TypeScope small(Type::small);
  draw.AddText(ImGui::GetFont(), ImGui::GetFontSize(), {at.x + 0.5F * em, at.y + 1.55F * em},
               packed(palette().text_quiet), preset.description.c_str(), nullptr, wrap);
}

/// A title for what the sliders say.
void draw_save_popup(Desk& desk) {
  static std::string title;  // one popup is open at a time
  if (!ImGui::BeginPopup("##save_preset")) return;
  if (ImGui::IsWindowAppearing()) {
    title.clear();
    ImGui::SetKeyboardFocusHere();
  }
  ImGui::TextUnformatted("Save this recipe as a preset");
  ImGui::SetNextItemWidth(16 * ImGui::GetFontSize());
  bool save = ImGui::InputTextWithHint("##title", "Its name", &title, ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::SameLine();
  save = ImGui::Button("Save") || save;
  note("Species, seed and photo stay out of it. A file of its own, to be passed on: drop one on the window.");
  if (save) {
    save_as_preset(desk, title);
    ImGui::CloseCurrentPopup();
  }
  ImGui::EndPopup();
}

void draw_presets(Desk& desk) {
  const recipe::Preset* current = find_preset(desk.model, desk.model.preset);
  heading("Recipe");
  const float button = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.x;
  const bool changed = desk.model.params != preset_params(desk.model);
  const bool own = current != nullptr && recipe::find_preset(current->name) == nullptr;
  ImGui::SetNextItemWidth(changed ? -2 * button : own ? -button : -1);
  if (begin_combo("##preset", current != nullptr ? current->title.c_str() : "Own recipe",
                  ImGuiComboFlags_HeightLargest)) {
    for (const recipe::Preset& preset : desk.model.presets) draw_preset_row(desk, preset, &preset == current);
    ImGui::EndCombo();
  }
  if (changed) {
    ImGui::SameLine();
    if (icon_button("##reset", icon::undo, "Back to the preset's values")) reset_params(desk);
    ImGui::SameLine();
    if (icon_button("##save", icon::save, "Save as a preset of your own")) ImGui::OpenPopup("##save_preset");
  }
  if (own && !changed) {
    ImGui::SameLine();
    if (icon_button("##remove", icon::trash, "Remove this preset of yours")) {
      const std::string name = current->name;  // the preset itself is gone after this
      return remove_own_preset(desk, name);
    }
  }
  draw_save_popup(desk);
  if (current != nullptr && !current->description.empty()) note(current->description.c_str());
}

// Parameters that the chosen way of storing the picture ignores are not shown.
bool applies(const recipe::ParamInfo& info, const recipe::DreamParams& params) {
  const bool fourier = params.parametrisation == Parametrisation::fourier;
  if (info.key == "spectrum_decay" || info.key == "contrast" || info.key == "spectrum_noise" ||
      info.key == "decorrelate")
    return fourier;
  if (info.key == "clamp") return !fourier;
  if (info.key == "octave_scale") return params.octaves > 1;
  if (info.key == "zoom_every") return params.zoom != 0 || params.turn != 0;
  return true;
}

bool any_differs(Group group, const recipe::DreamParams& params, const recipe::DreamParams& standard) {
  const auto rows = recipe::param_table();
  return std::any_of(rows.begin(), rows.end(), [&](const recipe::ParamInfo& info) {
    return info.group == group && applies(info, params) && differs(info, params, standard);
  });
}

void draw_group(Desk& desk, Group group, const char* title, const recipe::DreamParams& standard) {
  recipe::DreamParams& params = desk.model.params;
  if (!section(title, desk.settings.closed_sections, any_differs(group, params, standard))) return;
  for (const recipe::ParamInfo& info : recipe::param_table()) {
    if (info.group == group && applies(info, params)) param_widget(info, params, standard);
  }
}

// Pairs stay in order while either end is dragged: the end under the hand pushes the other.
void keep_in_order(float& low, float& high, float low_before) {
  if (low <= high) return;
  if (low != low_before) {
    high = low;
  } else {
    low = high;
  }
}

}  // namespace

void draw_recipe_panel(Desk& desk) {
  recipe::DreamParams& params = desk.model.params;
  draw_presets(desk);
  const recipe::DreamParams before = params;
  const recipe::DreamParams standard = preset_params(desk.model);
  auto& closed = desk.settings.closed_sections;
  if (section("Objective", closed, params.targets != standard.targets)) draw_objective(desk);
  const bool start_differs = params.start != standard.start ||
                             params.start_contrast != standard.start_contrast ||
                             params.start_blur != standard.start_blur;
  if (section("Start", closed, start_differs)) draw_start(desk, standard);
  draw_group(desk, Group::step, "Step", standard);
  draw_group(desk, Group::view, "What the network sees", standard);
  draw_group(desk, Group::zoom, "Endless zoom", standard);
  draw_group(desk, Group::octaves, "Octaves", standard);
  draw_group(desk, Group::parametrisation, "How it is stored", standard);
  draw_group(desk, Group::picture, "Size", standard);
  keep_in_order(params.blur_min, params.blur_max, before.blur_min);
  keep_in_order(params.scale_min, params.scale_max, before.scale_min);
}

}  // namespace birddream::ui
