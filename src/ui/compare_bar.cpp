#include <imgui.h>

#include <array>

#include "recipe/presets.h"
#include "ui/icons.h"
#include "ui/picture_panel.h"
#include "ui/theme.h"
#include "ui/training_axis.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

void draw_checkpoint_of_other(Desk& desk) {
  Comparison& compare = desk.model.compare;
  const std::string title = checkpoint::title_of(desk.series, compare.place);
  ImGui::SetNextItemWidth(9.5F * ImGui::GetFontSize());
  if (begin_combo("##other_checkpoint", title.c_str(), ImGuiComboFlags_HeightLarge)) {
    for (int i = 0; i < static_cast<int>(desk.series.checkpoints.size()); ++i) {
      const auto& info = desk.series.checkpoints[static_cast<std::size_t>(i)];
      const checkpoint::Place place = checkpoint::place_at(i);
      if (ImGui::Selectable((info.title + "##" + info.file).c_str(), place == compare.place))
        set_place_of_other(desk.model, place);
      text_at_right(lane_title(info.mode).c_str(), palette().text_faint);
    }
    ImGui::EndCombo();
  }
  explain("B's checkpoint");
}

void draw_params_of_other(Desk& desk) {
  Model& model = desk.model;
  Comparison& compare = model.compare;
  const recipe::Preset* preset = find_preset(model, compare.preset);
  const std::string title = preset != nullptr ? preset->title : "own recipe";
  const std::string shown = compare.recipe == OtherRecipe::same   ? "Recipe of A"
                            : compare.recipe == OtherRecipe::held ? "Held: " + title
                                                                  : title;
  ImGui::SetNextItemWidth(11 * ImGui::GetFontSize());
  if (begin_combo("##other_recipe", shown.c_str(), ImGuiComboFlags_HeightLarge)) {
    if (ImGui::Selectable("Recipe of A", compare.recipe == OtherRecipe::same))
      set_recipe_of_other(model, OtherRecipe::same);
    explain("B follows every change of A's parameters: what differs is the checkpoint.");
    if (ImGui::Selectable("Held", compare.recipe == OtherRecipe::held))
      set_recipe_of_other(model, OtherRecipe::held);
    explain("A's parameters and species as they are now; A may change.");
    ImGui::Separator();
    for (const recipe::Preset& other : model.presets) {
      const bool current = compare.recipe == OtherRecipe::preset && other.name == compare.preset;
      if (ImGui::Selectable(other.title.c_str(), current))
        set_recipe_of_other(model, OtherRecipe::preset, other.name);
      explain(other.description);
    }
    ImGui::EndCombo();
  }
  explain("B's parameters");
}

}  // namespace

void draw_compare_bar(Desk& desk) {
  Comparison& compare = desk.model.compare;
  const float em = ImGui::GetFontSize();
  {
    const TypeScope strong(Type::strong);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("B");
  }
  ImGui::SameLine(0, 0.7F * em);
  draw_checkpoint_of_other(desk);
  ImGui::SameLine();
  draw_params_of_other(desk);
  ImGui::SameLine(0, em);
  constexpr std::array<const char*, 3> views = {"Wipe", "Blink", "Difference"};
  compare.view = static_cast<CompareView>(segments(views, static_cast<int>(compare.view)));
  ImGui::SameLine(0, em);
  if (icon_button("##swap", icon::swap, "A and B change places  (X)")) swap_sides(desk.model);
  ImGui::SameLine();
  if (ImGui::Button("Hold A")) hold_as_other(desk.model);
  explain("A as it is now becomes B  (B)");
  const bool differ = compare.place != desk.model.checkpoint && !species_of(desk.model.params).empty();
  ImGui::SameLine();
  ImGui::BeginDisabled(!differ);
  if (ImGui::Button("B - A")) difference_dream(desk.model, desk.series);
  ImGui::EndDisabled();
  explain("Difference dream: A's picture raises the bird under B's checkpoint and lowers it under A's",
          differ ? "What did the network learn, or forget, between the two?"
                 : "The two checkpoints must differ.");
  const engine::Tile* other = other_tile(desk.model);
  const engine::Frame* frame = desk.model.frame.get();
  if (other == nullptr || frame == nullptr) return;
  ImGui::SameLine(0, em);
  const TypeScope small(Type::small);
  ImGui::AlignTextToFramePadding();
  if (!other->message.empty()) {
    ImGui::TextColored(palette().warning, "B stopped");
    explain(other->message);
  } else {
    ImGui::TextColored(palette().text_quiet, "A %.1f   B %.1f", static_cast<double>(frame->report.objective),
                       static_cast<double>(other->report.objective));
    explain("What each of the two reaches of its own objective",
            "B is at step " + std::to_string(other->report.step) + ".");
  }
}

}  // namespace birddream::ui
