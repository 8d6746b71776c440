#include <imgui.h>

#include <array>
#include <utility>

#include "recipe/param_table.h"
#include "recipe/presets.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/param_widget.h"
#include "ui/theme.h"

namespace birddream::ui {
namespace {

using recipe::Group;
using recipe::Parametrisation;

void draw_presets(Desk& desk) {
  heading("Recipe");
  const recipe::Preset* current = recipe::find_preset(desk.model.preset);
  ImGui::SetNextItemWidth(-1);
  if (ImGui::BeginCombo("##preset", current != nullptr ? current->title.c_str() : "Own recipe")) {
    for (const recipe::Preset& preset : recipe::built_in_presets()) {
      if (ImGui::Selectable(preset.title.c_str(), &preset == current)) pick_preset(desk.model, preset.name);
      ImGui::SetItemTooltip("%s", preset.description.c_str());
    }
    ImGui::EndCombo();
  }
  if (current != nullptr) note(current->description.c_str());
}

// Parameters that the chosen way of storing the picture ignores are not shown.
bool applies(const recipe::ParamInfo& info, const recipe::DreamParams& params) {
  const bool fourier = params.parametrisation == Parametrisation::fourier;
  if (info.key == "spectrum_decay" || info.key == "contrast" || info.key == "spectrum_noise" ||
      info.key == "decorrelate")
    return fourier;
  if (info.key == "clamp") return !fourier;
  if (info.key == "start_photo") return params.start == recipe::StartKind::photo;
  if (info.key == "start_contrast")
    return params.start == recipe::StartKind::noise || params.start == recipe::StartKind::gradient;
  if (info.key == "octave_scale") return params.octaves > 1;
  return true;
}

void draw_group(Desk& desk, Group group, const recipe::DreamParams& standard) {
  for (const recipe::ParamInfo& info : recipe::param_table()) {
    if (info.group == group && applies(info, desk.model.params))
      param_widget(info, desk.model.params, standard);
  }
}

// Pairs stay in order while either end is dragged.
void keep_in_order(recipe::DreamParams& params, const recipe::DreamParams& before) {
  if (params.blur_min > params.blur_max)
    (params.blur_min != before.blur_min ? params.blur_max : params.blur_min) =
        params.blur_min != before.blur_min ? params.blur_min : params.blur_max;
  if (params.scale_min > params.scale_max)
    (params.scale_min != before.scale_min ? params.scale_max : params.scale_min) =
        params.scale_min != before.scale_min ? params.scale_min : params.scale_max;
}

}  // namespace

void draw_recipe_panel(Desk& desk) {
  draw_presets(desk);
  const recipe::DreamParams before = desk.model.params;
  const recipe::DreamParams standard = preset_params(desk.model);
  constexpr std::array<std::pair<Group, const char*>, 6> groups = {
      {{Group::step, "Step"},
       {Group::view, "What the network sees"},
       {Group::octaves, "Octaves"},
       {Group::start, "Start"},
       {Group::picture, "Picture"},
       {Group::parametrisation, "How it is stored"}}};
  for (const auto& [group, title] : groups) {
    heading(title);
    draw_group(desk, group, standard);
    if (group != Group::start) continue;
    if (ImGui::Button((std::string(icon::dice) + "  Another seed").c_str())) ++desk.model.params.seed;
    if (desk.model.params.start != recipe::StartKind::photo)
      note("Drop a photo on the window to dream from it.");
  }
  keep_in_order(desk.model.params, before);
}

}  // namespace birddream::ui
