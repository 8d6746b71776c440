#include <imgui.h>
#include <misc/cpp/imgui_stdlib.h>

#include <algorithm>
#include <utility>

#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/species_list.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

constexpr float row_height = 1.8F;  // font sizes

// A network that knows more than birds offers the rest at the title's right end.
void draw_heading(Desk& desk, bool others) {
  heading("Species");
  if (!others) return;
  const TypeScope small(Type::small);
  const char* text = "birds only";
  const float em = ImGui::GetFontSize();
  const float width = ImGui::CalcTextSize(text).x + 2.9F * em;
  const float y = ImGui::GetCursorPosY();
  ImGui::SetCursorPos({ImGui::GetWindowWidth() - ImGui::GetStyle().WindowPadding.x - width,
                       ImGui::GetStyle().WindowPadding.y - 0.2F * em});
  ImGui::TextColored(palette().text_quiet, "%s", text);
  explain("Off, the list also has what else this network knows: dogs, boats, teapots.");
  ImGui::SameLine(0, 0.5F * em);
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - 0.3F * em);
  toggle("##birds_only", desk.model.birds_only);
  ImGui::SetCursorPosY(y);
}

// True on Enter. `typing`: the field has the keyboard.
bool draw_search(Desk& desk, std::size_t count, bool& typing) {
  if (desk.focus_search) ImGui::SetKeyboardFocusHere();
  desk.focus_search = false;
  const float em = ImGui::GetFontSize();
  ImGui::SetNextItemWidth(-(ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.x));
  const std::string hint = std::string(icon::search) + "  Search " + std::to_string(count) +
                           (desk.model.birds_only ? " birds" : " species");
  const bool entered =
      ImGui::InputTextWithHint("##search", hint.c_str(), &desk.model.species_query,
                               ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll |
                                   ImGuiInputTextFlags_CallbackHistory | ImGuiInputTextFlags_CallbackEdit,
                               follow_arrows, &desk.model.species_row);
  typing = ImGui::IsItemActive();
  const ImVec2 low = ImGui::GetItemRectMin();
  const ImVec2 high = ImGui::GetItemRectMax();
  if (typing) {
    ImGui::GetWindowDrawList()->AddRect(low, high, packed(palette().text_faint),
                                        ImGui::GetStyle().FrameRounding, 0, em / 15);
  }
  return entered;
}

constexpr float mark_width = 1.5F;  // font sizes, of a sign at a row's right end

/// A sign in the row's `place`-th place from the right; whether the pointer is on it.
bool draw_mark(const char* sign, int place, bool lit, bool row_hovered, ImVec2 row, float width,
               float height) {
  const float side = mark_width * ImGui::GetFontSize();
  const ImVec2 corner = {row.x + width - static_cast<float>(place + 1) * side, row.y};
  const bool over = row_hovered && ImGui::IsMouseHoveringRect(corner, {corner.x + side, corner.y + height});
  if (!lit && !row_hovered) return over;
  const TypeScope small(Type::small);
  const ImVec4& colour = over ? palette().text : lit ? palette().text_quiet : palette().text_faint;
  const ImVec2 size = ImGui::CalcTextSize(sign);
  ImGui::GetWindowDrawList()->AddText({corner.x + (side - size.x) / 2, corner.y + (height - size.y) / 2},
                                      packed(colour), sign);
  return over;
}

// The row's right end is the star's and the plus's; the rest picks.
void draw_row(Desk& desk, int index, bool highlighted) {
  const checkpoint::ClassInfo& info = desk.series.classes[static_cast<std::size_t>(index)];
  const bool first = info.name == species_of(desk.model.params);
  const bool current = is_dreamt(desk.model.params, info.name);
  const float em = ImGui::GetFontSize();
  const float height = row_height * em;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool clicked = ImGui::InvisibleButton(info.name.c_str(), {width, height});
  const bool hovered = ImGui::IsItemHovered();
  if (current || highlighted || hovered) {
    const ImVec4 fill = current ? palette().accent_quiet : faded(palette().field_hover, 0.6F);
    draw.AddRectFilled(at, {at.x + width, at.y + height}, packed(fill), ImGui::GetStyle().FrameRounding);
  }
  const float y = at.y + (height - em) / 2;
  {
    const TypeScope type(current ? Type::strong : Type::body);
    const float room = width - (hovered ? 2 * mark_width + 0.8F : 0.8F) * em;
    draw.PushClipRect(at, {at.x + room, at.y + height}, true);
    draw.AddText({at.x + 0.6F * em, y}, packed(palette().text), info.name.c_str());
    draw.PopClipRect();
  }
  const bool on_star = draw_mark(icon::star, 0, is_favourite(desk, info.name), hovered, at, width, height);
  const bool on_plus = draw_mark(current ? icon::minus : icon::plus, 1, false, hovered, at, width, height);
  if (clicked && on_star) {
    toggle_favourite(desk, info.name);
  } else if (clicked && (on_plus || ImGui::GetIO().KeyCtrl)) {
    current ? remove_species(desk.model, info.name) : add_species(desk.model, info.name);
  } else if (clicked && !(current && !first)) {
    pick_species(desk.model, info.name);
  }
  explain(info.scientific, "Star: keep at the top of the list. Plus, or Ctrl+click: into the same dream.");
}

// A species that was picked elsewhere (at random, from a file) is brought into sight once.
void keep_current_in_sight(Desk& desk, const std::vector<int>& found, float height) {
  const std::string& current = species_of(desk.model.params);
  if (current == desk.model.species_in_sight) return;
  desk.model.species_in_sight = current;
  const auto row = std::find_if(found.begin(), found.end(), [&](int index) {
    return desk.series.classes[static_cast<std::size_t>(index)].name == current;
  });
  if (row == found.end()) return;
  const float top = static_cast<float>(row - found.begin()) * height;
  const float room = ImGui::GetWindowHeight();
  if (top < ImGui::GetScrollY() || top + height > ImGui::GetScrollY() + room)
    ImGui::SetScrollY(std::max(0.0F, top - (room - height) / 2));
}

void draw_list(Desk& desk, const std::vector<int>& found, bool typing) {
  ImGui::PushStyleVarY(ImGuiStyleVar_ItemSpacing, 1);
  if (ImGui::BeginChild("##list", {0, 0})) {
    const int count = static_cast<int>(found.size());
    const float height = row_height * ImGui::GetFontSize() + ImGui::GetStyle().ItemSpacing.y;
    // A row that was just highlighted comes into sight; a wheel may leave it then.
    const int row = typing ? desk.model.species_row : -1;  // none while nobody types
    if (std::exchange(desk.model.species_row_in_sight, row) != row && row >= 0 && count > 0) {
      const float top = static_cast<float>(row) * height;
      const float room = ImGui::GetWindowHeight() - height;
      if (top < ImGui::GetScrollY()) ImGui::SetScrollY(top);
      if (top > ImGui::GetScrollY() + room) ImGui::SetScrollY(top - room);
    }
    keep_current_in_sight(desk, found, height);
    ImGuiListClipper clipper;
    clipper.Begin(count, height);
    while (clipper.Step()) {
      for (int at = clipper.DisplayStart; at < clipper.DisplayEnd; ++at)
        draw_row(desk, found[static_cast<std::size_t>(at)], at == row);
    }
    if (found.empty()) note("No species of that name. Common and scientific names are searched.");
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace

void draw_species_panel(Desk& desk) {
  Model& model = desk.model;
  const auto birds = std::count_if(desk.series.classes.begin(), desk.series.classes.end(),
                                   [](const auto& info) { return info.bird; });
  const bool others = birds < static_cast<std::ptrdiff_t>(desk.series.classes.size());
  const std::vector<int> found = listed_species(desk);
  draw_heading(desk, others);

  const int count = static_cast<int>(found.size());
  bool typing = false;
  const bool entered = draw_search(desk, found.size(), typing);
  model.species_row = std::clamp(model.species_row, 0, std::max(count - 1, 0));
  if (entered && count > 0) {
    const int index = found[static_cast<std::size_t>(model.species_row)];
    pick_species(model, desk.series.classes[static_cast<std::size_t>(index)].name);
  }
  ImGui::SameLine();
  if (icon_button("##random", icon::dice, "A random species of this list"))
    pick_random_species(model, desk.series, found);
  draw_species_mix(desk);
  draw_list(desk, found, typing);
}

}  // namespace birddream::ui
