#include "ui/filmstrip_panel.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <memory>
#include <span>

#include "base/formatted.h"
#include "image/rgb8.h"
#include "ui/filmstrip.h"
#include "ui/icons.h"
#include "ui/side_ids.h"
#include "ui/theme.h"
#include "ui/training_axis.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

constexpr std::array<const char*, 3> which = {"This lane", "All", "Picked"};  // FilmstripOf

/// "46 %", empty where it was not measured.
std::string accuracy_of(const checkpoint::CheckpointInfo& info) {
  const auto top1 = info.metrics.find("top1");
  return top1 == info.metrics.end() ? "" : std::to_string(std::lround(100 * top1->second)) + " %";
}

/// Of those that have not stopped.
int least_step(const std::vector<engine::Tile>& tiles) {
  int least = std::numeric_limits<int>::max();
  for (const engine::Tile& tile : tiles) {
    if (tile.message.empty()) least = std::min(least, tile.report.step);
  }
  return least;
}

/// An endless dream is not caught up with: the tiles share its steps between them.
std::string progress_of(const std::vector<engine::Tile>& tiles, int main_steps, bool endless) {
  const auto level =
      std::ranges::count_if(tiles, [&](const engine::Tile& tile) { return tile.report.step >= main_steps; });
  const int least = least_step(tiles);
  if (endless && level == 0 && least < main_steps)
    return formatted("step %d", least) + between_facts + formatted("dream %d", main_steps);
  return formatted("%d of %d in step", static_cast<int>(level), static_cast<int>(tiles.size()));
}

/// The step at which a sheet that was asked for up to `wanted` is whole: a dream that was shortened since, or
/// has stopped, comes no further.
int last_of_sheet(int wanted, const Model& model) {
  const engine::Phase phase = model.frame->phase;
  const bool over = phase == engine::Phase::finished || phase == engine::Phase::failed;
  int last = wanted;
  if (!model.endless) last = std::min(last, model.params.steps);
  if (over) last = std::min(last, model.frame->report.step);
  return std::max(last, 1);
}

/// "flamingo", "inception_4c 37".
std::string subject_of(const recipe::DreamParams& params) {
  if (const std::string& species = species_of(params); !species.empty()) return species;
  const recipe::Target& target = params.targets.front();
  const bool one_channel =
      target.kind == recipe::ObjectiveKind::channel || target.kind == recipe::ObjectiveKind::neuron;
  return target.layer + (one_channel ? " " + std::to_string(target.channel) : "");
}

/// A list of every checkpoint, each to be ticked or not.
void draw_picks(const checkpoint::Series& series, Model& model) {
  const float em = ImGui::GetFontSize();
  std::vector<int>& picks = model.filmstrip_picks;
  const std::string shown = formatted("%d picked", static_cast<int>(picks.size()));
  ImGui::SetNextItemWidth(6.5F * em);
  if (begin_combo("##picks", shown.c_str(), ImGuiComboFlags_HeightLarge)) {
    for (int i = 0; i < static_cast<int>(series.checkpoints.size()); ++i) {
      const checkpoint::CheckpointInfo& info = series.checkpoints[static_cast<std::size_t>(i)];
      const auto at = std::ranges::lower_bound(picks, i);
      const bool picked = at != picks.end() && *at == i;
      const std::string text =
          std::string(picked ? icon::check : "   ") + "  " + info.title + "###" + info.file;
      if (ImGui::Selectable(text.c_str(), picked, ImGuiSelectableFlags_NoAutoClosePopups, {16 * em, 0})) {
        if (picked) {
          picks.erase(at);
        } else {
          picks.insert(at, i);
        }
      }
      text_at_right(lane_title(info.mode).c_str(), palette().text_faint);
    }
    ImGui::EndCombo();
  }
  explain("Which checkpoints, whatever lane they are in");
}

}  // namespace

Status FilmstripPanel::show(const engine::SideFrame& beside, gl::HostCopy& to_host) {
  tiles_.clear();
  std::ranges::copy_if(beside.tiles, std::back_inserter(tiles_),
                       [](const engine::Tile& tile) { return is_film_id(tile.id); });
  steps_per_second_ = beside.steps_per_second;
  share_ = beside.share;
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
    const auto bytes = std::make_shared<const image::Rgb8>(image::to_rgb8(*on_host));
    sheet_.take(tiles_[i], bytes);
    if (Status drawn = shown.texture.show(*bytes); !drawn) return drawn;
  }
  return {};
}

void FilmstripPanel::forget() {
  tiles_.clear();
  shown_.clear();
  sheet_.clear();
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
  draw.AddText({at.x, below}, packed(current ? palette().text : palette().text_quiet),
               squeezed(info.title, side).c_str());
  // Under another head it is not the network that was measured.
  const std::string measured = tile.place.head < 0 ? accuracy_of(info) : "";
  const std::string right = tile.message.empty() ? measured : "stopped";
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

// Of which checkpoints, as segments or, where `room` is less, as a list. One picks from what was shown.
void FilmstripPanel::draw_choice(Desk& desk, float room) {
  Model& model = desk.model;
  const bool lanes = checkpoint::lanes_of(desk.series).size() > 1;
  const auto offered = std::span(which).subspan(lanes ? 0 : 1);
  const int first = lanes ? 0 : 1;
  const int current = std::max(static_cast<int>(model.filmstrip_of), first);
  const int picked = segments_width(offered) <= room ? segments(offered, current - first)
                                                     : choice("##which", offered, current - first, room);
  const auto chosen = static_cast<FilmstripOf>(picked + first);
  if (chosen == FilmstripOf::picked && model.filmstrip_picks.empty())
    model.filmstrip_picks = filmstrip_checkpoints(desk.series, model);
  if (static_cast<int>(chosen) != current) model.filmstrip_of = chosen;
  if (chosen != FilmstripOf::picked) return;
  ImGui::SameLine();
  draw_picks(desk.series, model);
}

// What the strip takes from the main dream.
void FilmstripPanel::draw_cost(const Desk& desk) {
  const bool running = desk.model.frame && desk.model.frame->phase == engine::Phase::running;
  const int main_steps = desk.model.frame ? desk.model.frame->report.step : 0;
  const bool costs = running && steps_per_second_ > 0;
  std::string text = progress_of(tiles_, main_steps, desk.model.endless);
  const std::size_t all = filmstrip_checkpoints(desk.series, desk.model).size();
  if (all > most_tiles) text += between_facts + formatted("of %d checkpoints", static_cast<int>(all));
  if (costs) text += between_facts + formatted("costs %.0f %%", 100 * share_);
  const TypeScope small(Type::small);
  ImGui::AlignTextToFramePadding();
  ImGui::TextColored(palette().text_quiet, "%s", text.c_str());
  explain(
      "What the filmstrip costs: its share of the time in which the dream could step",
      "After each step of the main dream the tile that is furthest behind does one." +
          (costs ? formatted(" Now %.0f steps/s, all tiles together.", steps_per_second_) : std::string()));
}

void FilmstripPanel::look(Desk& desk) {
  if (!sheet_wanted_) return;
  if (tiles_.empty()) {
    sheet_wanted_ = false;
    return desk.toasts.warn("No sheet is saved: the filmstrip's dreams have ended before they came so far.");
  }
  if (!desk.model.frame || least_step(tiles_) < last_of_sheet(sheet_last_, desk.model)) return;
  sheet_wanted_ = false;
  const std::string title = "Dreams of " + subject_of(desk.model.params);
  save_picture(
      desk,
      [sheet = sheet_, series = desk.series, tiles = tiles_, title] {
        return sheet.make(series, tiles, title);
      },
      "-sheet");
}

// Checkpoints by steps as one picture, to the dream's last step; of an endless or resting dream to where it
// is now.
void FilmstripPanel::draw_sheet(Desk& desk) {
  const Model& model = desk.model;
  if (!sheet_wanted_) {
    sheet_wanted_ = ImGui::Button("Save sheet");
    explain(
        "Checkpoints by steps, as one picture",
        "It is saved when all of them have done the dream's last step; of an endless dream, the step it is "
        "at now.");
    if (!sheet_wanted_) return;
    const bool grows = model.frame->phase == engine::Phase::running && !model.endless;
    sheet_last_ = std::max(grows ? model.params.steps : model.frame->report.step, 1);
  }
  const int last = last_of_sheet(sheet_last_, model);
  const int done = std::min(least_step(tiles_), last);
  const std::string text = formatted("step %d of %d", done, last);
  ImGui::ProgressBar(static_cast<float>(done) / static_cast<float>(last), {9 * ImGui::GetFontSize(), 0},
                     text.c_str());
  explain(formatted("The sheet is saved when every dream here has done %d steps.", last));
  ImGui::SameLine();
  if (ImGui::Button("Cancel")) sheet_wanted_ = false;
  explain("No sheet is saved; the dreams go on.");
}

void FilmstripPanel::draw_head(Desk& desk) {
  Model& model = desk.model;
  const float em = ImGui::GetFontSize();
  const float room = ImGui::GetContentRegionAvail().x;
  const auto extent = [](const char* text) { return ImGui::CalcTextSize(text).x; };
  const float needed = extent("Filmstrip") + segments_width(which) + extent("Who sees what") +
                       extent("Save sheet") + 4 * ImGui::GetStyle().FramePadding.x + 4 * em +
                       (model.filmstrip_of == FilmstripOf::picked ? 7 * em : 0);
  const bool wide = needed <= room;
  if (wide) {
    const TypeScope strong(Type::strong);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted("Filmstrip");
    ImGui::SameLine(0, 1.2F * em);
  }
  const auto ask = [&] {
    if (ImGui::Button("Who sees what")) ask_who_recognises(model);
    explain("Which checkpoint recognises which checkpoint's dream");
  };
  if (wide) {
    draw_choice(desk, room);
    if (tiles_.empty()) return;
    ImGui::SameLine(0, em);
    ask();
    ImGui::SameLine();
    draw_sheet(desk);
    ImGui::SameLine(0, em);
    draw_cost(desk);
    return;
  }
  const float button = ImGui::GetFrameHeight();
  draw_choice(desk, std::max(0.4F * room, choice_width(which)));
  if (tiles_.empty()) return;
  ImGui::SameLine();
  if (sheet_wanted_) return draw_sheet(desk);
  if (begin_more("##more_of_filmstrip", "Who sees what, and a sheet of them")) {
    ask();
    draw_sheet(desk);
    ImGui::EndPopup();
  }
  if (room < 30 * em) return;
  ImGui::SameLine(0, button);
  draw_cost(desk);
}

void FilmstripPanel::draw(Desk& desk) {
  const float em = ImGui::GetFontSize();
  draw_head(desk);
  const bool none_picked =
      desk.model.filmstrip_of == FilmstripOf::picked && desk.model.filmstrip_picks.empty();
  if (tiles_.empty()) {
    return note(none_picked ? "No checkpoint is picked."
                            : "The same dream under each checkpoint. It begins with the next step.");
  }
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
