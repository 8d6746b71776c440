#include <imgui.h>
#include <misc/cpp/imgui_stdlib.h>

#include <algorithm>

#include "recipe/param_table.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/theme.h"

namespace birddream::ui {
namespace {

using recipe::ObjectiveKind;
using recipe::Target;

constexpr float label_width = 6.5F;

void label(const char* text) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextColored(palette().text_quiet, "%s", text);
  ImGui::SameLine(ImGui::GetFontSize() * label_width);
  ImGui::SetNextItemWidth(-1);
}

bool of_class(ObjectiveKind kind) {
  return kind <= ObjectiveKind::probability;
}

// A kind that needs what the target lacks gets a sensible one, so that the dream never fails for a menu
// choice.
void complete(Target& target, const Desk& desk) {
  if (of_class(target.kind)) {
    if (target.species.empty()) target.species = desk.series.classes.front().name;
  } else if (target.layer.empty()) {
    const auto& layers = desk.model.info.layers;
    const auto usual = std::find_if(layers.begin(), layers.end(),
                                    [](const auto& layer) { return layer.name == "inception_4d"; });
    target.layer = usual != layers.end() ? usual->name
                   : layers.empty()      ? "logits"
                                         : layers[layers.size() / 2].name;
  }
}

void draw_kind(Target& target, const Desk& desk) {
  const auto names = recipe::objective_names();
  label("Climb");
  if (!ImGui::BeginCombo("##kind", names.labels[static_cast<std::size_t>(target.kind)].data())) return;
  for (std::size_t i = 0; i < names.labels.size(); ++i) {
    if (ImGui::Selectable(names.labels[i].data(), i == static_cast<std::size_t>(target.kind))) {
      target.kind = static_cast<ObjectiveKind>(i);
      complete(target, desk);
    }
  }
  ImGui::EndCombo();
}

void draw_species(Target& target, const Desk& desk) {
  label("Species");
  if (!ImGui::BeginCombo("##species", target.species.c_str(), ImGuiComboFlags_HeightLarge)) return;
  static std::string query;  // one combo is open at a time
  if (ImGui::IsWindowAppearing()) {
    query.clear();
    ImGui::SetKeyboardFocusHere();
  }
  ImGui::SetNextItemWidth(-1);
  ImGui::InputTextWithHint("##query", "Search", &query);
  for (const int index : checkpoint::search_classes(desk.series, query, desk.model.birds_only)) {
    const std::string& name = desk.series.classes[static_cast<std::size_t>(index)].name;
    if (ImGui::Selectable(name.c_str(), name == target.species)) target.species = name;
  }
  ImGui::EndCombo();
}

void draw_layer(Target& target, const Desk& desk) {
  int channels = 1;
  label("Layer");
  if (ImGui::BeginCombo("##layer", target.layer.c_str(), ImGuiComboFlags_HeightLarge)) {
    for (const auto& layer : desk.model.info.layers) {
      if (ImGui::Selectable(layer.name.c_str(), layer.name == target.layer)) target.layer = layer.name;
    }
    ImGui::EndCombo();
  }
  for (const auto& layer : desk.model.info.layers) {
    if (layer.name == target.layer) channels = layer.channels;
  }
  target.channel = std::clamp(target.channel, 0, std::max(channels - 1, 0));
  if (target.kind == ObjectiveKind::layer) return;
  label("Channel");
  ImGui::SliderInt("##channel", &target.channel, 0, std::max(channels - 1, 0));
}

}  // namespace

void draw_objective_panel(Desk& desk) {
  heading("Objective");
  auto& targets = desk.model.params.targets;
  int removed = -1;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    if (i > 0) ImGui::Separator();
    draw_kind(targets[i], desk);
    if (of_class(targets[i].kind)) {
      draw_species(targets[i], desk);
    } else {
      draw_layer(targets[i], desk);
    }
    if (targets.size() > 1) {
      label("Weight");
      ImGui::SetNextItemWidth(-ImGui::GetFrameHeight() - ImGui::GetStyle().ItemSpacing.x);
      ImGui::SliderFloat("##weight", &targets[i].weight, -2, 2, "%.2f");
      ImGui::SetItemTooltip("Below zero pushes away.");
      ImGui::SameLine();
      if (ImGui::Button(icon::trash, {ImGui::GetFrameHeight(), 0})) removed = static_cast<int>(i);
    }
    ImGui::PopID();
  }
  if (removed >= 0) targets.erase(targets.begin() + removed);
  ImGui::BeginDisabled(targets.size() >= recipe::target_limit);
  if (ImGui::Button((std::string(icon::plus) + "  Add another").c_str())) {
    Target next;
    complete(next, desk);
    targets.push_back(next);
  }
  ImGui::EndDisabled();
  note(
      "Several are added up. A class logit makes birds; a layer or a channel shows what the network sees on "
      "the way.");
}

}  // namespace birddream::ui
