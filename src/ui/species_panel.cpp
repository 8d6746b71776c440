#include <imgui.h>
#include <misc/cpp/imgui_stdlib.h>

#include "base/random.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/theme.h"

namespace birddream::ui {
namespace {

void pick_random(Desk& desk, const std::vector<int>& found) {
  if (found.empty()) return;
  Random random(desk.model.restarts, static_cast<std::uint64_t>(ImGui::GetTime() * 1000));
  const int choice = found[static_cast<std::size_t>(random.integer(0, static_cast<int>(found.size()) - 1))];
  pick_species(desk.model, desk.series.classes[static_cast<std::size_t>(choice)].name);
}

void draw_row(Desk& desk, int index) {
  const checkpoint::ClassInfo& info = desk.series.classes[static_cast<std::size_t>(index)];
  const bool current = info.name == species_of(desk.model.params);
  ImGui::PushID(index);
  if (ImGui::Selectable(info.name.c_str(), current)) pick_species(desk.model, info.name);
  if (!info.scientific.empty()) ImGui::SetItemTooltip("%s", info.scientific.c_str());
  ImGui::PopID();
}

}  // namespace

void draw_species_panel(Desk& desk) {
  Model& model = desk.model;
  heading("Species");
  const float button = ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.x;
  if (desk.focus_search) ImGui::SetKeyboardFocusHere();
  desk.focus_search = false;
  ImGui::SetNextItemWidth(-button);
  const std::string hint = std::string(icon::search) + "  Search species";
  const bool entered =
      ImGui::InputTextWithHint("##search", hint.c_str(), &model.species_query,
                               ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  const std::vector<int> found =
      checkpoint::search_classes(desk.series, model.species_query, model.birds_only);
  if (entered && !found.empty())
    pick_species(model, desk.series.classes[static_cast<std::size_t>(found[0])].name);
  ImGui::SameLine();
  if (ImGui::Button(icon::dice, {ImGui::GetFrameHeight(), 0})) pick_random(desk, found);
  ImGui::SetItemTooltip("A random species of this list");

  bool others = false;
  for (const auto& info : desk.series.classes) others = others || !info.bird;
  if (others) {
    bool all = !model.birds_only;
    if (ImGui::Checkbox("Not only birds", &all)) model.birds_only = !all;
    ImGui::SetItemTooltip("This network also knows dogs, boats and teapots.");
  }
  if (ImGui::BeginChild("##list", {0, 0}, ImGuiChildFlags_NavFlattened)) {
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(found.size()));
    while (clipper.Step()) {
      for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row)
        draw_row(desk, found[static_cast<std::size_t>(row)]);
    }
    if (found.empty()) note("No species of that name. The search looks at common and scientific names.");
  }
  ImGui::EndChild();
}

}  // namespace birddream::ui
