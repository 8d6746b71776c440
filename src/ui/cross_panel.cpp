#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "base/formatted.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

// While another series is being opened the answers are still the old one's.
std::string class_name(const Desk& desk, int index) {
  const bool known = index >= 0 && index < static_cast<int>(desk.series.classes.size());
  return known ? desk.series.classes[static_cast<std::size_t>(index)].name : "?";
}

constexpr float cell_width = 4.6F;  // font sizes
constexpr float cell_height = 1.7F;
constexpr float name_width = 9.0F;

void draw_heads(const Desk& desk, const engine::CrossScores& cross) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  const TypeScope small(Type::small);
  ImGui::TextColored(palette().text_faint, "dreamt by / seen by");
  for (const checkpoint::Place& place : cross.places) {
    ImGui::TableNextColumn();
    const std::string title = checkpoint::title_of(desk.series, place);
    ImGui::TextColored(palette().text_quiet, "%s", squeezed(title, ImGui::GetContentRegionAvail().x).c_str());
    explain(title);
  }
}

void draw_cell(float share, const std::string& dreamt_by, const std::string& seen_by) {
  const float em = ImGui::GetFontSize();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 size = {ImGui::GetContentRegionAvail().x, cell_height * em};
  ImGui::Dummy(size);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool there = share >= 0;
  draw.AddRectFilled(at, {at.x + size.x, at.y + size.y},
                     packed(there ? faded(palette().accent, 0.08F + 0.72F * share) : palette().field),
                     0.2F * em);
  if (!there) return explain("Not looked at yet");
  explain("Dreamt by " + dreamt_by + ", seen by " + seen_by,
          "How sure the one is that the other's dream is the bird that was wanted.");
  const std::string text = formatted("%.0f %%", 100 * static_cast<double>(share));
  const ImVec2 extent = ImGui::CalcTextSize(text.c_str());
  draw.AddText({at.x + (size.x - extent.x) / 2, at.y + (size.y - extent.y) / 2}, packed(palette().text),
               text.c_str());
}

/// What there is of the main window for the table, px, with what is above and below it.
ImVec2 room_for_table() {
  const ImVec2 work = ImGui::GetMainViewport()->WorkSize;
  const float em = ImGui::GetFontSize();
  return {work.x - 3 * em,
          work.y - ImGui::GetCursorPosY() - 2 * ImGui::GetFrameHeightWithSpacing() - 2.5F * em};
}

// As large as what is in it. Where there is no room for that it scrolls, and the names stay in sight.
bool begin_table(int count) {
  const float em = ImGui::GetFontSize();
  const ImVec2 padding = ImGui::GetStyle().CellPadding;
  const float bar = ImGui::GetStyle().ScrollbarSize;
  const float row = std::max(cell_height * em, ImGui::GetFrameHeight()) + 2 * padding.y;
  const auto cells = static_cast<float>(count);
  const ImVec2 whole = {name_width * em + cells * (cell_width * em + 2 * padding.x) + bar,
                        (cells + 1) * row + bar};
  const ImVec2 room = room_for_table();
  constexpr ImGuiTableFlags fixed = ImGuiTableFlags_SizingFixedFit;
  if (whole.x <= room.x && whole.y <= room.y) return ImGui::BeginTable("##cross", count + 1, fixed);
  const ImVec2 size = {std::min(whole.x, room.x), std::max(std::min(whole.y, room.y), 2 * row + bar)};
  if (!ImGui::BeginTable("##cross", count + 1, fixed | ImGuiTableFlags_ScrollX | ImGuiTableFlags_ScrollY,
                         size))
    return false;
  ImGui::TableSetupScrollFreeze(1, 1);
  return true;
}

void draw_table(const Desk& desk, const engine::CrossScores& cross) {
  const int count = static_cast<int>(cross.places.size());
  if (!begin_table(count)) return;
  const float em = ImGui::GetFontSize();
  ImGui::TableSetupColumn("##name", ImGuiTableColumnFlags_WidthFixed, name_width * em);
  for (int i = 0; i < count; ++i) {
    ImGui::PushID(i);
    ImGui::TableSetupColumn("##seen", ImGuiTableColumnFlags_WidthFixed, cell_width * em);
    ImGui::PopID();
  }
  draw_heads(desk, cross);
  for (int row = 0; row < count; ++row) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    const std::string title = checkpoint::title_of(desk.series, cross.places[static_cast<std::size_t>(row)]);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(squeezed(title, name_width * em).c_str());
    explain(title, "Its dream, as each of the checkpoints sees it.");
    for (int column = 0; column < count; ++column) {
      ImGui::TableNextColumn();
      draw_cell(
          cross
              .shares[static_cast<std::size_t>(row) * cross.places.size() + static_cast<std::size_t>(column)],
          title, checkpoint::title_of(desk.series, cross.places[static_cast<std::size_t>(column)]));
    }
  }
  ImGui::EndTable();
}

// How far it is, and the way to end it; once it has ended, to ask again.
void draw_progress(Model& model, const engine::CrossScores& cross) {
  const auto all = static_cast<int>(cross.shares.size());
  const auto there =
      static_cast<int>(std::ranges::count_if(cross.shares, [](float share) { return share >= 0; }));
  const bool waits = all == 0 && !model.cross_cancelled;
  if (waits) return;
  const bool ended = there == all || !cross.message.empty() || model.cross_cancelled;
  if (!ended) {
    const std::string text = formatted("%d of %d looked at", there, all);
    const float share = static_cast<float>(there) / static_cast<float>(all);
    if (cancellable(share, text, "What was looked at so far stays.")) model.cross_cancelled = true;
    return;
  }
  if (model.cross_cancelled && (all == 0 || there < all) && cross.message.empty()) {
    if (ImGui::Button("Go on")) model.cross_cancelled = false;
    explain(all == 0 ? "It was cancelled." : formatted("It was cancelled at %d of %d.", there, all));
    ImGui::SameLine();
  }
  if (ImGui::Button("Look again")) ask_who_recognises(model);
  explain("The dreams as they are now");
}

}  // namespace

void draw_cross_scores(Desk& desk) {
  Model& model = desk.model;
  if (!model.show_cross_scores || !model.show_filmstrip) return;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->GetWorkCenter(), ImGuiCond_Appearing, {0.5F, 1.0F});
  constexpr ImGuiWindowFlags flags =
      ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoDocking | ImGuiWindowFlags_AlwaysAutoResize;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{ImGui::GetFontSize(), 0.8F * ImGui::GetFontSize()});
  const bool open = ImGui::Begin("Who recognises whose dream", &model.show_cross_scores, flags);
  ImGui::PopStyleVar();
  if (open) {
    const engine::CrossScores none;
    const engine::CrossScores& cross = model.beside ? model.beside->cross : none;
    const std::string text =
        !cross.places.empty()
            ? "How sure each checkpoint is of '" + class_name(desk, cross.class_index) + "' in each dream."
        : species_of(model.params).empty() ? "Needs a dream of a species."
        : model.cross_cancelled            ? "It was cancelled."
                                           : "It begins when the filmstrip's dreams are in step.";
    ImGui::TextUnformatted(text.c_str());
    if (!cross.message.empty()) ImGui::TextColored(palette().warning, "%s", cross.message.c_str());
    if (!cross.places.empty()) draw_table(desk, cross);
    draw_progress(model, cross);
    keep_in_sight();
  }
  ImGui::End();
}

}  // namespace birddream::ui
