#include <imgui.h>

#include <algorithm>
#include <optional>

#include "base/formatted.h"
#include "ui/gallery.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

constexpr const char* logits = "logits";

const dream::LayerInfo* layer_named(const Desk& desk, const std::string& name) {
  const auto& layers = desk.model.info.layers;
  const auto found = std::ranges::find(layers, name, &dream::LayerInfo::name);
  return found == layers.end() ? nullptr : &*found;
}

/// The layer to show: the one that was picked, that of the objective, or a usual one. The network may have
/// more logits than the series has names for.
std::optional<dream::LayerInfo> layer_in_sight(Desk& desk) {
  Model& model = desk.model;
  for (const recipe::Target& target : model.params.targets) {
    if (model.gallery_layer.empty() && !is_of_class(target.kind)) model.gallery_layer = target.layer;
  }
  if (model.gallery_layer.empty()) model.gallery_layer = usual_layer(model.info);
  const dream::LayerInfo* layer = layer_named(desk, model.gallery_layer);
  if (layer == nullptr && !model.info.layers.empty()) layer = &model.info.layers.back();
  if (layer == nullptr) return std::nullopt;
  dream::LayerInfo shown = *layer;
  if (shown.name == logits)
    shown.channels = std::min(shown.channels, static_cast<int>(desk.series.classes.size()));
  return shown;
}

void draw_head(Desk& desk, const Gallery& gallery, const dream::LayerInfo& layer) {
  ImGui::SetNextItemWidth(14 * ImGui::GetFontSize());
  if (begin_combo("##gallery_layer", layer.name.c_str(), ImGuiComboFlags_HeightLarge)) {
    for (const auto& other : desk.model.info.layers) {
      if (ImGui::Selectable(other.name.c_str(), other.name == layer.name))
        desk.model.gallery_layer = other.name;
      text_at_right(std::to_string(other.channels).c_str(), palette().text_faint);
    }
    ImGui::EndCombo();
  }
  explain("Edges and colours in the first layers, eyes and feathers further on; 'logits' are the species.");
  ImGui::SameLine(0, ImGui::GetFontSize());
  const TypeScope small(Type::small);
  ImGui::AlignTextToFramePadding();
  const std::string rest =
      gallery.missing() > 0 ? formatted("dreaming %d of those in sight", static_cast<int>(gallery.missing()))
                            : "a click dreams of one";
  ImGui::TextColored(palette().text_quiet, "%d channels%s%s", layer.channels, between_facts, rest.c_str());
}

void pick(Desk& desk, const dream::LayerInfo& layer, int channel) {
  Model& model = desk.model;
  if (layer.name == logits)
    return pick_species(model, desk.series.classes[static_cast<std::size_t>(channel)].name);
  const bool neuron = model.params.targets.front().kind == recipe::ObjectiveKind::neuron;
  const std::string species = recipe::carried_species(model.params);
  model.params.targets = {{neuron ? recipe::ObjectiveKind::neuron : recipe::ObjectiveKind::channel, species,
                           layer.name, channel, 1.0F}};
  restart(model);
}

bool is_dreamt(const Desk& desk, const dream::LayerInfo& layer, int channel) {
  const recipe::Target& target = desk.model.params.targets.front();
  if (layer.name == logits)
    return is_of_class(target.kind) &&
           target.species == desk.series.classes[static_cast<std::size_t>(channel)].name;
  return !is_of_class(target.kind) && target.layer == layer.name && target.channel == channel;
}

void draw_tile(Desk& desk, Gallery& gallery, const dream::LayerInfo& layer, int channel, float side) {
  const float em = ImGui::GetFontSize();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 end = {at.x + side, at.y + side};
  const std::string name = layer.name == logits ? desk.series.classes[static_cast<std::size_t>(channel)].name
                                                : std::to_string(channel);
  const std::string id = "##channel" + std::to_string(channel);
  if (ImGui::InvisibleButton(id.c_str(), {side, side + 1.4F * em})) pick(desk, layer, channel);
  const bool hovered = ImGui::IsItemHovered();
  gallery.in_sight(channel);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (const gl::TileTexture* picture = gallery.picture_of(channel)) {
    draw.AddImage(static_cast<ImTextureID>(picture->id()), at, end);
  } else {
    draw.AddRectFilled(at, end, packed(palette().field));
    const float done = gallery.progress_of(channel);
    if (done > 0) {
      draw.AddRectFilled({at.x, end.y - 0.2F * em}, {at.x + done * side, end.y},
                         packed(palette().text_faint));
    }
  }
  if (const std::string& refusal = gallery.refusal_of(channel); !refusal.empty()) {
    draw.AddText({at.x + 0.4F * em, at.y + 0.4F * em}, packed(palette().warning), icon::warning);
    explain(name, refusal);
  }
  const bool current = is_dreamt(desk, layer, channel);
  if (current || hovered) {
    draw.AddRect({at.x - 1, at.y - 1}, {end.x + 1, end.y + 1},
                 packed(current ? palette().accent : palette().text_faint), 0, 0, 0.16F * em);
  }
  const TypeScope small(Type::small);
  draw.AddText({at.x, end.y + 0.2F * em}, packed(current ? palette().text : palette().text_quiet),
               squeezed(name, side).c_str());
}

void draw_grid(Desk& desk, Gallery& gallery, const dream::LayerInfo& layer) {
  const float em = ImGui::GetFontSize();
  const float gap = 0.6F * em;
  const float width = ImGui::GetContentRegionAvail().x;
  const int columns = std::max(1, static_cast<int>((width + gap) / (7.2F * em + gap)));
  const float side = (width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  const int rows = (layer.channels + columns - 1) / columns;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2{gap, gap});
  ImGuiListClipper clipper;
  clipper.Begin(rows, side + 1.4F * em + gap);
  while (clipper.Step()) {
    for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
      for (int column = 0; column < columns && row * columns + column < layer.channels; ++column) {
        if (column > 0) ImGui::SameLine();
        draw_tile(desk, gallery, layer, row * columns + column, side);
      }
    }
  }
  ImGui::PopStyleVar();
}

}  // namespace

void draw_gallery(Desk& desk, Gallery& gallery) {
  Model& model = desk.model;
  if (!model.show_gallery) return;
  const float em = ImGui::GetFontSize();
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->GetWorkCenter(), ImGuiCond_Appearing, {0.5F, 0.5F});
  ImGui::SetNextWindowSize(
      {std::min(58 * em, 0.9F * viewport->WorkSize.x), std::min(42 * em, 0.85F * viewport->WorkSize.y)},
      ImGuiCond_Appearing);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{em, 0.8F * em});
  const bool open =
      ImGui::Begin("Gallery", &model.show_gallery, ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoDocking);
  ImGui::PopStyleVar();
  const auto layer = layer_in_sight(desk);
  if (open && layer) {
    std::vector<std::string> classes;
    if (layer->name == logits) {
      for (const auto& info : desk.series.classes) classes.push_back(info.name);
    }
    gallery.look_at(model.info.fingerprint, layer->name, classes);
    draw_head(desk, gallery, *layer);
    if (ImGui::BeginChild("##channels")) draw_grid(desk, gallery, *layer);
    ImGui::EndChild();
  } else if (open) {
    note("The network is still being read.");
  }
  ImGui::End();
  gallery.end_of_frame(desk.background);
}

}  // namespace birddream::ui
