#include "ui/species_list.h"

#include <imgui.h>

#include <algorithm>

#include "ui/icons.h"
#include "ui/slider.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

constexpr float remove_width = 2.3F;  // font sizes

bool is_mixed(const recipe::DreamParams& params) {
  const std::string& first = species_of(params);
  return std::ranges::any_of(params.targets, [&](const recipe::Target& target) {
    return is_of_class(target.kind) && target.species != first;
  });
}

// True when it is to be taken out.
bool draw_bird(recipe::Target& target) {
  const float em = ImGui::GetFontSize();
  const float name_width = 0.46F * ImGui::GetContentRegionAvail().x;
  const float left = ImGui::GetCursorPosX();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(squeezed(target.species, name_width - 0.5F * em).c_str());
  explain(target.species);
  ImGui::SameLine();
  ImGui::SetCursorPosX(left + name_width);
  ImGui::SetNextItemWidth(-remove_width * em);
  thin_slider("##mix_weight", target.weight, -2, 2, "%.2f", {"", target.weight != 1, false});
  back_on_right_click(target.weight, 1.0F);
  explain("How much of this bird; below zero pushes it away.", "Shift drags finely. Right-click: 1 again.");
  ImGui::SameLine();
  return icon_button("##mix_remove", icon::close, "Without this bird");
}

}  // namespace

std::vector<int> listed_species(const Desk& desk) {
  auto found = desk.classes.search(desk.model.species_query, desk.model.birds_only);
  if (desk.model.species_query.empty()) {
    std::stable_partition(found.begin(), found.end(), [&](int index) {
      return is_favourite(desk, desk.series.classes[static_cast<std::size_t>(index)].name);
    });
  }
  return found;
}

void draw_species_mix(Desk& desk) {
  if (!is_mixed(desk.model.params)) return;
  auto& targets = desk.model.params.targets;
  std::size_t removed = targets.size();
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (!is_of_class(targets[i].kind)) continue;
    ImGui::PushID(static_cast<int>(i));
    if (draw_bird(targets[i])) removed = i;
    ImGui::PopID();
  }
  if (removed < targets.size()) targets.erase(targets.begin() + static_cast<std::ptrdiff_t>(removed));
  ImGui::Spacing();
}

}  // namespace birddream::ui
