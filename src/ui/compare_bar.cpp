#include <imgui.h>

#include <algorithm>
#include <array>

#include "base/formatted.h"
#include "recipe/presets.h"
#include "ui/icons.h"
#include "ui/picture_panel.h"
#include "ui/theme.h"
#include "ui/training_axis.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

void draw_checkpoint_of_other(Desk& desk, float width) {
  Comparison& compare = desk.model.compare;
  const std::string title = checkpoint::title_of(desk.series, compare.place);
  ImGui::SetNextItemWidth(width);
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

void draw_params_of_other(Desk& desk, float width) {
  Model& model = desk.model;
  Comparison& compare = model.compare;
  const recipe::Preset* preset = find_preset(model, compare.preset);
  const std::string title = preset != nullptr ? preset->title : "own recipe";
  const std::string shown = compare.recipe == OtherRecipe::same   ? "Recipe of A"
                            : compare.recipe == OtherRecipe::held ? "Held: " + title
                                                                  : title;
  ImGui::SetNextItemWidth(width);
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

constexpr std::array<const char*, 3> views = {"Wipe", "Blink", "Difference"};
constexpr float checkpoint_width = 9.5F;  // font sizes
constexpr float recipe_width = 11;

void draw_swap_and_hold(Desk& desk) {
  if (icon_button("##swap", icon::swap, "A and B change places  (X)")) swap_sides(desk.model);
  ImGui::SameLine();
  if (ImGui::Button("Hold A")) hold_as_other(desk.model);
  explain("A as it is now becomes B  (B)");
}

void draw_difference_dream(Desk& desk) {
  const bool of_a_bird = !species_of(desk.model.params).empty();
  const bool differ = desk.model.compare.place != desk.model.checkpoint;
  ImGui::BeginDisabled(!differ || !of_a_bird);
  if (ImGui::Button("B - A")) difference_dream(desk.model, desk.series);
  ImGui::EndDisabled();
  explain("Difference dream: A's picture raises the bird under B's checkpoint and lowers it under A's",
          !of_a_bird ? "It is of a bird: climb a species first."
          : differ   ? "What did the network learn, or forget, between the two?"
                     : "The two checkpoints must differ.");
}

void draw_objectives(const Model& model) {
  const engine::Tile* other = other_tile(model);
  const engine::Frame* frame = model.frame.get();
  if (other == nullptr || frame == nullptr) return;
  ImGui::SameLine(0, ImGui::GetFontSize());
  const TypeScope small(Type::small);
  ImGui::AlignTextToFramePadding();
  if (!other->message.empty()) {
    ImGui::TextColored(palette().warning, "B stopped");
    explain(other->message);
    return;
  }
  std::string reached = formatted("A %.1f   B %.1f", static_cast<double>(frame->report.objective),
                                  static_cast<double>(other->report.objective));
  if (other->report.step + 1 < frame->report.step) reached += formatted(" at step %d", other->report.step);
  // Half a figure would be a wrong one.
  if (ImGui::CalcTextSize(reached.c_str()).x > ImGui::GetContentRegionAvail().x) return ImGui::NewLine();
  ImGui::TextColored(palette().text_quiet, "%s", reached.c_str());
  explain("What each of the two reaches of its own objective",
          formatted("A is at step %d, B at %d.", frame->report.step, other->report.step));
}

float button_width(const char* label) {
  return ImGui::CalcTextSize(label).x + 2 * ImGui::GetStyle().FramePadding.x;
}

}  // namespace

void draw_compare_bar(Desk& desk) {
  Comparison& compare = desk.model.compare;
  const float em = ImGui::GetFontSize();
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float room = ImGui::GetContentRegionAvail().x;
  const float buttons = ImGui::GetFrameHeight() + button_width("Hold A") + button_width("B - A");
  const float needed = (checkpoint_width + recipe_width + 3.5F) * em + buttons + 3 * gap;
  const bool segments_fit = needed + segments_width(views) <= room;
  const bool all_fit = needed + choice_width(views) <= room;
  {
    const TypeScope strong(Type::strong);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("B");
  }
  ImGui::SameLine(0, 0.7F * em);
  const int view = static_cast<int>(compare.view);
  if (all_fit) {
    draw_checkpoint_of_other(desk, checkpoint_width * em);
    ImGui::SameLine();
    draw_params_of_other(desk, recipe_width * em);
    ImGui::SameLine(0, em);
    compare.view = static_cast<CompareView>(segments_fit ? segments(views, view)
                                                         : choice("##compare_view", views, view, room));
    ImGui::SameLine(0, em);
    draw_swap_and_hold(desk);
    ImGui::SameLine();
    draw_difference_dream(desk);
    draw_objectives(desk.model);
    return;
  }
  const float rest = ImGui::GetContentRegionAvail().x - ImGui::GetFrameHeight() - 2 * gap;
  draw_checkpoint_of_other(desk, std::min(checkpoint_width * em, 0.55F * rest));
  ImGui::SameLine();
  compare.view = static_cast<CompareView>(choice("##compare_view", views, view, 0.45F * rest));
  ImGui::SameLine();
  if (begin_more("##more_of_b", "More of comparing: B's recipe, changing places, the difference dream")) {
    draw_params_of_other(desk, recipe_width * em);
    draw_swap_and_hold(desk);
    ImGui::SameLine();
    draw_difference_dream(desk);
    ImGui::EndPopup();
  }
}

}  // namespace birddream::ui
