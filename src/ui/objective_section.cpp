#include <imgui.h>
#include <misc/cpp/imgui_stdlib.h>

#include <algorithm>
#include <filesystem>

#include "recipe/param_table.h"
#include "ui/icons.h"
#include "ui/neuron_pick.h"
#include "ui/panels.h"
#include "ui/param_widget.h"
#include "ui/slider.h"
#include "ui/theme.h"
#include "ui/training_axis.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

using recipe::ObjectiveKind;
using recipe::Target;

// A kind that needs what the target lacks gets a sensible one, so that the dream never fails for a menu
// choice.
void complete(Target& target, const Desk& desk) {
  if (is_of_class(target.kind)) {
    if (!target.species.empty()) return;
    const std::string& wanted = recipe::carried_species(desk.model.params);
    target.species = wanted.empty() ? desk.series.classes.front().name : wanted;
  } else if (target.layer.empty()) {
    target.layer = usual_layer(desk.model.info);
  }
}

const char* meaning_of(ObjectiveKind kind) {
  switch (kind) {
    case ObjectiveKind::class_logit:
      return "The species' own neuron, before it is weighed against the others: makes birds.";
    case ObjectiveKind::cross_entropy:
      return "What training lowers. It pushes every other species down too, which birds suffer from.";
    case ObjectiveKind::probability:
      return "The network's certainty. It flattens out as soon as the network is sure.";
    case ObjectiveKind::layer:
      return "Whatever a whole layer already sees, more of it: the classic DeepDream.";
    case ObjectiveKind::channel:
      return "What one channel of a layer looks for, everywhere in the picture.";
    case ObjectiveKind::neuron:
      return "What a single neuron of one channel looks for, in its part of the picture.";
    case ObjectiveKind::guide:
      return "What a layer sees in a photo, wherever it fits: eyes, feathers, petals of your own.";
  }
  return "";
}

void draw_kind(Target& target, const Desk& desk) {
  const auto names = recipe::objective_names();
  row_label("Climb");
  if (begin_combo("##kind", names.labels[static_cast<std::size_t>(target.kind)].data())) {
    for (std::size_t i = 0; i < names.labels.size(); ++i) {
      const auto kind = static_cast<ObjectiveKind>(i);
      if (ImGui::Selectable(names.labels[i].data(), kind == target.kind)) {
        target.kind = kind;
        complete(target, desk);
      }
      explain(meaning_of(kind));
    }
    ImGui::EndCombo();
  }
  explain(meaning_of(target.kind));
}

void draw_species(Target& target, Desk& desk) {
  row_label("Species");
  if (!begin_combo("##species", target.species.c_str(), ImGuiComboFlags_HeightLarge)) return;
  static std::string query;  // one list is open at a time
  if (ImGui::IsWindowAppearing()) {
    query.clear();
    ImGui::SetKeyboardFocusHere();
  }
  ImGui::SetNextItemWidth(-1);
  const bool entered =
      ImGui::InputTextWithHint("##query", "Search", &query, ImGuiInputTextFlags_EnterReturnsTrue);
  const std::vector<int> found = desk.classes.search(query, desk.model.birds_only);
  for (const int index : found) {
    const std::string& name = desk.series.classes[static_cast<std::size_t>(index)].name;
    const bool chosen = ImGui::Selectable(name.c_str(), name == target.species);
    if (chosen || (entered && index == found.front())) {
      target.species = name;
      ImGui::CloseCurrentPopup();
    }
  }
  ImGui::EndCombo();
}

void draw_layer(Target& target, const Desk& desk) {
  const auto& layers = desk.model.info.layers;
  row_label("Layer");
  if (begin_combo("##layer", target.layer.c_str(), ImGuiComboFlags_HeightLarge)) {
    for (const auto& layer : layers) {
      if (ImGui::Selectable(layer.name.c_str(), layer.name == target.layer)) target.layer = layer.name;
      text_at_right(std::to_string(layer.channels).c_str(), palette().text_faint);
    }
    ImGui::EndCombo();
  }
  explain("How deep to look: edges and colours in the first layers, eyes and feathers in the last.");
  const auto chosen = std::find_if(layers.begin(), layers.end(),
                                   [&](const auto& layer) { return layer.name == target.layer; });
  if (chosen == layers.end()) return;  // still loading
  const int last = std::max(chosen->channels - 1, 0);
  target.channel = std::clamp(target.channel, 0, last);
  if (target.kind == ObjectiveKind::layer || target.kind == ObjectiveKind::guide) return;
  row_label("Channel");
  thin_slider("##channel", target.channel, 0, last, "%d", {});
  back_on_right_click(target.channel, 0);
  explain("Which of the layer's channels; the gallery (G) shows what each looks for.",
          "Click the number to type. Right-click: the first again.");
  target.channel = std::clamp(target.channel, 0, last);
  if (target.kind != ObjectiveKind::neuron) return;
  row_label("Neuron");
  neuron_field("##neuron", target);
}

void draw_guide(Desk& desk, int index) {
  const Target& target = desk.model.params.targets[static_cast<std::size_t>(index)];
  row_label("Photo");
  const std::string name = std::filesystem::path(target.photo).filename().string();
  if (ImGui::Button((name.empty() ? "Choose ..." : squeezed(name, 8 * ImGui::GetFontSize())).c_str(),
                    {-1, 0})) {
    desk.model.photo_for = index;  // the next photo that is opened or dropped becomes the guide
    desk.model.show_open = true;
  }
  explain(name.empty() ? "Or drop a photo on the window" : target.photo,
          name.empty() ? "Until then the layer itself is dreamt of." : "Choose another");
}

void draw_onlooker(Target& target, const Desk& desk) {
  row_label("Seen by");
  const auto place = checkpoint::place_from_text(desk.series, target.checkpoint);
  const std::string shown = target.checkpoint.empty() ? "The dream's checkpoint"
                            : place                   ? checkpoint::title_of(desk.series, *place)
                                                      : target.checkpoint;
  if (begin_combo("##onlooker", shown.c_str(), ImGuiComboFlags_HeightLarge)) {
    if (ImGui::Selectable("The dream's checkpoint", target.checkpoint.empty())) target.checkpoint.clear();
    for (const auto& info : desk.series.checkpoints) {
      if (ImGui::Selectable((info.title + "##" + info.file).c_str(), info.file == target.checkpoint))
        target.checkpoint = info.file;
      text_at_right(lane_title(info.mode).c_str(), palette().text_faint);
    }
    ImGui::EndCombo();
  }
  explain("Which network looks for it: raise a bird under one checkpoint, lower it under another.");
}

// True when it is to be removed.
bool draw_weight(Target& target) {
  row_label("Weight", false, 2.3F);
  thin_slider("##weight", target.weight, -2, 2, "%.2f", {"", target.weight != 1, false});
  back_on_right_click(target.weight, 1.0F);
  explain("Below zero pushes away.", "Shift drags finely. Right-click: 1 again.");
  ImGui::SameLine();
  return icon_button("##remove", icon::close, "Remove this objective");
}

}  // namespace

void draw_objective(Desk& desk) {
  auto& targets = desk.model.params.targets;
  int removed = -1;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    if (i > 0) ImGui::Dummy({0, 0.2F * ImGui::GetFontSize()});
    draw_kind(targets[i], desk);
    if (is_of_class(targets[i].kind)) {
      draw_species(targets[i], desk);
    } else {
      draw_layer(targets[i], desk);
      if (targets[i].kind == ObjectiveKind::guide) draw_guide(desk, static_cast<int>(i));
    }
    if (desk.series.checkpoints.size() > 1 && (targets.size() > 1 || !targets[i].checkpoint.empty()))
      draw_onlooker(targets[i], desk);
    if (targets.size() > 1 && draw_weight(targets[i])) removed = static_cast<int>(i);
    ImGui::PopID();
  }
  if (removed >= 0) targets.erase(targets.begin() + removed);
  ImGui::BeginDisabled(targets.size() >= recipe::target_limit);
  row_label("");
  if (ImGui::Button("+  Add another", {-1, 0})) {
    Target next;
    complete(next, desk);
    targets.push_back(next);
  }
  ImGui::EndDisabled();
  explain("Several objectives are added up: two birds in one picture, or a bird and the texture of a layer.");
}

}  // namespace birddream::ui
