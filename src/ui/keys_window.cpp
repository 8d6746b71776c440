#include <imgui.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "ui/actions.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

constexpr float title_width = 15.0F;  // font sizes
constexpr float keys_width = 8.0F;

void draw_group(const char* menu) {
  {
    const TypeScope small(Type::small);
    ImGui::TextColored(palette().text_quiet, "%s", menu);
  }
  if (ImGui::BeginTable(menu, 2, ImGuiTableFlags_SizingFixedFit)) {
    ImGui::TableSetupColumn("##title", ImGuiTableColumnFlags_WidthFixed, title_width * ImGui::GetFontSize());
    for (const Action& action : actions()) {
      if (std::string_view(action.menu) != menu) continue;
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(action.title);
      ImGui::TableNextColumn();
      const TypeScope small(Type::small);
      key_caps(key_text(action.key));
    }
    ImGui::EndTable();
  }
  ImGui::Spacing();
}

// In as many columns as the window's width has room for.
void draw_groups(float room) {
  using Menus = std::vector<const char*>;
  // Tables inside a table cannot tell their width.
  const float width = (title_width + keys_width) * ImGui::GetFontSize();
  const int columns = std::clamp(static_cast<int>(room / (width + 1.5F * ImGui::GetFontSize())), 1, 3);
  const std::vector<Menus> by_columns =
      columns == 3   ? std::vector<Menus>{{"Dream"}, {"View", "Help"}, {"File", "Edit", "Compare"}}
      : columns == 2 ? std::vector<Menus>{{"Dream", "Edit", "Help"}, {"View", "File", "Compare"}}
                     : std::vector<Menus>{{"Dream", "View", "Compare", "File", "Edit", "Help"}};
  if (!ImGui::BeginTable("##columns", columns, ImGuiTableFlags_SizingFixedFit)) return;
  for (int i = 0; i < columns; ++i) {
    ImGui::PushID(i);
    ImGui::TableSetupColumn("##column", ImGuiTableColumnFlags_WidthFixed, width);
    ImGui::PopID();
  }
  for (const Menus& menus : by_columns) {
    ImGui::TableNextColumn();
    for (const char* menu : menus) draw_group(menu);
  }
  ImGui::EndTable();
}

void draw_mouse(float room) {
  constexpr std::array<std::pair<const char*, const char*>, 6> habits = {
      {{"Picture", "drag to move, wheel to zoom, double-click to fit"},
       {"Split view", "drag the line"},
       {"Sliders", "drag, finely with Shift; click the number to type it"},
       {"A changed value", "right-click: back to the preset's"},
       {"A photo or video", "drop it on the window to dream upon it"},
       {"A snapshot", "drop it: its dream comes back"}}};
  {
    const TypeScope small(Type::small);
    ImGui::TextColored(palette().text_quiet, "Mouse");
  }
  const bool wide = room > 72 * ImGui::GetFontSize();
  if (!ImGui::BeginTable("##mouse", wide ? 6 : 2, ImGuiTableFlags_SizingFixedFit)) return;
  for (const auto& [what, how] : habits) {
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(what);
    ImGui::TableNextColumn();
    ImGui::TextColored(palette().text_quiet, "%s   ", how);
  }
  ImGui::EndTable();
}

}  // namespace

void draw_keys_window(Desk& desk) {
  if (!desk.model.show_keys) return;
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(viewport->GetWorkCenter(), ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSizeConstraints({0, 0}, {viewport->WorkSize.x, 0.99F * viewport->WorkSize.y});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ImGui::GetStyleColorVec4(ImGuiCol_PopupBg));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding,
                      ImVec2{1.4F * ImGui::GetFontSize(), 1.0F * ImGui::GetFontSize()});
  constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoDocking |
                                     ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                                     ImGuiWindowFlags_NoMove;
  if (ImGui::Begin("Keys", &desk.model.show_keys, flags)) {
    draw_groups(viewport->WorkSize.x);
    draw_mouse(viewport->WorkSize.x);
    if (ImGui::IsWindowFocused() && ImGui::IsKeyPressed(ImGuiKey_Escape)) desk.model.show_keys = false;
  }
  ImGui::End();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

}  // namespace birddream::ui
