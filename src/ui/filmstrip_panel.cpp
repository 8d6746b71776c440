#include "ui/filmstrip_panel.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "image/rgb8.h"
#include "ui/formatted.h"
#include "ui/side_ids.h"
#include "ui/theme.h"
#include "ui/training_axis.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

constexpr std::size_t most_tiles = 12;

/// "46 %", empty where it was not measured.
std::string accuracy_of(const checkpoint::CheckpointInfo& info) {
  const auto top1 = info.metrics.find("top1");
  return top1 == info.metrics.end() ? "" : std::to_string(std::lround(100 * top1->second)) + " %";
}

std::string progress_of(const std::vector<engine::Tile>& tiles, double steps_per_second, int main_steps) {
  const auto level =
      std::ranges::count_if(tiles, [&](const engine::Tile& tile) { return tile.report.step >= main_steps; });
  std::string all = formatted("%d of %d in step", static_cast<int>(level), static_cast<int>(tiles.size()));
  if (steps_per_second > 0)
    all += formatted("  \xc2\xb7  %.1f steps/s beside the main dream", steps_per_second);
  return all;
}

/// Another head is another dream.
int tile_id(int checkpoint, int head) {
  constexpr int most_checkpoints = 10'000;
  return checkpoint + most_checkpoints * (head + 1);
}

}  // namespace

std::vector<engine::SideWish> filmstrip_wishes(const checkpoint::Series& series, const Model& model) {
  std::vector<engine::SideWish> wishes;
  if (!model.show_filmstrip) return wishes;
  std::vector<int> among = current_lane(series, model).checkpoints;
  if (model.filmstrip_of_all || among.size() < 2) {
    among.clear();
    for (int i = 0; i < static_cast<int>(series.checkpoints.size()); ++i) among.push_back(i);
  }
  const std::size_t count = std::min(among.size(), most_tiles);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t pick = count > 1 ? i * (among.size() - 1) / (count - 1) : 0;
    const checkpoint::Place place = checkpoint::with_head(checkpoint::place_at(among[pick]), model.head);
    wishes.push_back({tile_id(among[pick], model.head), place, std::nullopt, false});
  }
  return wishes;
}

void adopt_tile(Model& model, const engine::Tile& tile) {
  model.training_plays = false;
  model.checkpoint = tile.place;
  model.adopted = tile.id;
  ++model.adoptions;
}

Status FilmstripPanel::show(const engine::SideFrame& beside, gl::HostCopy& to_host) {
  tiles_.clear();
  std::ranges::copy_if(beside.tiles, std::back_inserter(tiles_),
                       [](const engine::Tile& tile) { return is_film_id(tile.id); });
  steps_per_second_ = beside.steps_per_second;
  shown_.resize(tiles_.size());
  for (std::size_t i = 0; i < tiles_.size(); ++i) {
    const image::PlanarView& picture = tiles_[i].picture;
    Shown& shown = shown_[i];
    if (picture.data == shown.pixels) continue;
    shown.pixels = picture.data;
    if (picture.empty()) {
      shown.texture = gl::TileTexture();
      continue;
    }
    const auto on_host = to_host(picture);
    if (!on_host) return on_host.error();
    const image::Rgb8 bytes = image::to_rgb8(*on_host);
    sheet_.take(tiles_[i], bytes);
    if (const Status drawn = shown.texture.show(bytes); !drawn) return drawn;
  }
  return {};
}

void FilmstripPanel::draw_tile(Desk& desk, std::size_t index, float side) {
  const engine::Tile& tile = tiles_[index];
  const auto& info = desk.series.checkpoints[static_cast<std::size_t>(tile.place.from)];
  const float em = ImGui::GetFontSize();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 end = {at.x + side, at.y + side};
  const bool current = tile.place == desk.model.checkpoint;
  if (ImGui::InvisibleButton(info.file.c_str(), {side, side + 1.5F * em})) adopt_tile(desk.model, tile);
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (index < shown_.size() && !shown_[index].texture.empty()) {
    draw.AddImage(static_cast<ImTextureID>(shown_[index].texture.id()), at, end);
  } else {
    draw.AddRectFilled(at, end, packed(palette().field));
  }
  if (current || hovered) {
    const ImVec4& colour = current ? palette().accent : palette().text_faint;
    draw.AddRect({at.x - 1, at.y - 1}, {end.x + 1, end.y + 1}, packed(colour), 0, 0, 0.16F * em);
  }
  const TypeScope small(Type::small);
  const float below = end.y + 0.3F * em;
  draw.AddText({at.x, below}, packed(current ? palette().text : palette().text_quiet), info.title.c_str());
  const std::string right = tile.message.empty() ? accuracy_of(info) : "stopped";
  const float width = ImGui::CalcTextSize(right.c_str()).x;
  if (ImGui::CalcTextSize(info.title.c_str()).x + width + 0.5F * em < side)
    draw.AddText({end.x - width, below}, packed(palette().text_faint), right.c_str());
  if (hovered) {
    const std::string more = tile.message.empty() ? "Step " + std::to_string(tile.report.step) +
                                                        ". A click makes it the main dream."
                                                  : tile.message;
    explain(info.title, more);
  }
}

void FilmstripPanel::draw_head(Desk& desk) {
  Model& model = desk.model;
  const float em = ImGui::GetFontSize();
  {
    const TypeScope strong(Type::strong);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Filmstrip");
  }
  if (checkpoint::lanes_of(desk.series).size() > 1) {
    ImGui::SameLine(0, 1.2F * em);
    constexpr std::array<const char*, 2> which = {"This lane", "All checkpoints"};
    model.filmstrip_of_all = segments(which, model.filmstrip_of_all ? 1 : 0) == 1;
  }
  if (tiles_.empty()) return;
  ImGui::SameLine(0, em);
  if (ImGui::Button("Who sees what")) {
    model.show_cross_scores = true;
    ++model.cross_scores;
  }
  explain("Which checkpoint recognises which checkpoint's dream");
  ImGui::SameLine();
  if (ImGui::Button("Save sheet")) {
    const auto sheet = sheet_.make(desk.series, tiles_, "Dreams of " + species_of(model.params));
    save_picture(desk, sheet, "-sheet");
  }
  explain("Checkpoints by steps, as one picture");
  ImGui::SameLine(0, em);
  const TypeScope small(Type::small);
  ImGui::AlignTextToFramePadding();
  const int main_steps = model.frame ? model.frame->report.step : 0;
  ImGui::TextColored(palette().text_quiet, "%s", progress_of(tiles_, steps_per_second_, main_steps).c_str());
}

void FilmstripPanel::draw(Desk& desk) {
  const float em = ImGui::GetFontSize();
  draw_head(desk);
  if (tiles_.empty()) return note("The same dream under each checkpoint. It begins with the next step.");
  const float gap = 0.6F * em;
  const auto count = static_cast<float>(tiles_.size());
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float tall = room.y - 1.75F * em;
  const float wide = (room.x - gap * (count - 1)) / count;
  // All of them, unless that makes stamps of them: then the row scrolls.
  const float side = std::max(std::min(tall, wide), std::min(tall, 5 * em));
  if (ImGui::BeginChild("##tiles", {0, 0}, ImGuiChildFlags_None, ImGuiWindowFlags_HorizontalScrollbar)) {
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + 1);
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
      if (i > 0) ImGui::SameLine(0, gap);
      draw_tile(desk, i, std::max(side, 16.0F));
    }
  }
  ImGui::EndChild();
}

}  // namespace birddream::ui
