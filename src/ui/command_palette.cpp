#include <imgui.h>
#include <misc/cpp/imgui_stdlib.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "base/text.h"
#include "ui/actions.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

constexpr std::size_t most_species = 6;
constexpr float row_height = 1.75F;  // font sizes

struct Command {
  std::string title;
  std::string key;
  std::function<void(Desk&)> run;
};

/// What is typed, and the row the arrow keys are on. One palette is open at a time.
struct State {
  std::string query;
  int row = 0;
  int row_in_sight = 0;  // the list has scrolled to it: a wheel may leave it then
} state;

// Every typed word must occur, in any order.
bool matches(const std::string& title, const std::string& query) {
  const std::string text = to_lower(title);
  std::size_t begin = 0;
  while (begin < query.size()) {
    const std::size_t end = std::min(query.find(' ', begin), query.size());
    if (text.find(query.substr(begin, end - begin)) == std::string::npos) return false;
    begin = end + 1;
  }
  return true;
}

std::vector<Command> commands_for(const Desk& desk) {
  const std::string query = to_lower(state.query);
  std::vector<Command> found;
  for (const Action& action : actions()) {
    if (std::string_view(action.id) == "palette" || !is_enabled(action, desk)) continue;
    if (matches(std::string(action.title) + " " + action.menu, query))
      found.push_back({action.title, key_text(action.key), action.run});
  }
  if (query.empty()) return found;
  std::size_t birds = 0;
  for (const int index : desk.classes.search(query, desk.model.birds_only)) {
    if (++birds > most_species) break;
    const std::string& name = desk.series.classes[static_cast<std::size_t>(index)].name;
    found.push_back({"Dream of " + name, "", [name](Desk& d) { pick_species(d.model, name); }});
  }
  return found;
}

bool draw_row(const Command& command, bool current) {
  const float em = ImGui::GetFontSize();
  const float height = row_height * em;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const bool clicked = ImGui::InvisibleButton(command.title.c_str(), {width, height});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool hovered = ImGui::IsItemHovered();
  if (current || hovered) {
    draw.AddRectFilled(at, {at.x + width, at.y + height},
                       packed(current ? palette().accent_quiet : palette().field),
                       ImGui::GetStyle().FrameRounding);
  }
  const float y = at.y + (height - em) / 2;
  draw.AddText({at.x + 0.6F * em, y}, packed(palette().text), command.title.c_str());
  const float key_width = ImGui::CalcTextSize(command.key.c_str()).x;
  draw.AddText({at.x + width - key_width - 0.6F * em, y}, packed(palette().text_quiet), command.key.c_str());
  return clicked;
}

}  // namespace

void draw_palette(Desk& desk) {
  constexpr const char* name = "##palette";
  if (desk.model.show_palette) {
    ImGui::OpenPopup(name);
    state = {};
    desk.model.show_palette = false;
  }
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const float em = ImGui::GetFontSize();
  ImGui::SetNextWindowPos({viewport->GetWorkCenter().x, viewport->WorkPos.y + viewport->WorkSize.y * 0.12F},
                          ImGuiCond_Always, {0.5F, 0});
  ImGui::SetNextWindowSize({30 * em, 0});
  if (!ImGui::BeginPopup(name)) return;
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  const bool entered =
      ImGui::InputTextWithHint("##command", "What to do, or which bird", &state.query,
                               ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackHistory |
                                   ImGuiInputTextFlags_CallbackEdit,
                               follow_arrows, &state.row);
  const std::vector<Command> commands = commands_for(desk);
  const int count = static_cast<int>(commands.size());
  state.row = std::clamp(state.row, 0, std::max(count - 1, 0));
  const float rows = std::min(static_cast<float>(std::max(count, 1)), 12.0F);
  ImGui::PushStyleVarY(ImGuiStyleVar_ItemSpacing, 0);
  if (ImGui::BeginChild("##commands", {0, rows * row_height * em + 0.2F * em})) {
    for (int i = 0; i < count; ++i) {
      const Command& command = commands[static_cast<std::size_t>(i)];
      const bool clicked = draw_row(command, i == state.row);
      if (i == state.row && std::exchange(state.row_in_sight, i) != i && !ImGui::IsItemVisible())
        ImGui::SetScrollHereY();
      if (!clicked && !(entered && i == state.row)) continue;
      ImGui::CloseCurrentPopup();
      command.run(desk);
    }
    if (count == 0) note("Nothing of that name.");
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::EndPopup();
}

}  // namespace birddream::ui
