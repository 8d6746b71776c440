#include <imgui.h>
#include <misc/cpp/imgui_stdlib.h>

#include "base/text.h"
#include "ui/actions.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/theme.h"

namespace birddream::ui {
namespace {

void draw_status(Desk& desk) {
  const double rate = desk.model.frame ? desk.model.frame->steps_per_second : 0;
  char text[160];
  std::snprintf(text, sizeof text, "%.1f steps/s  ·  %.0f fps  ·  %s", rate,
                static_cast<double>(desk.frames_per_second), desk.model.info.device.c_str());
  const float width = ImGui::CalcTextSize(text).x + ImGui::GetStyle().WindowPadding.x;
  ImGui::SameLine(std::max(ImGui::GetCursorPosX(), ImGui::GetWindowWidth() - width));
  ImGui::TextColored(palette().text_quiet, "%s", text);
  ImGui::SetItemTooltip("Computed on %s: %s.\n%s.", desk.model.info.device.c_str(),
                        desk.model.info.why.c_str(), desk.upload_why);
}

}  // namespace

void draw_menu_bar(Desk& desk) {
  ImGui::PushStyleVarY(ImGuiStyleVar_FramePadding, 0.45F * ImGui::GetFontSize());
  if (ImGui::BeginMainMenuBar()) {
    ImGui::PushFont(bold_font(), 0.0F);
    ImGui::TextColored(palette().accent, "%s", icon::dove);
    ImGui::TextUnformatted("birddream");
    ImGui::PopFont();
    for (const char* menu : {"File", "Dream", "Checkpoints", "View", "Record", "Help"}) {
      if (ImGui::BeginMenu(menu)) {
        draw_menu_items(menu, desk);
        ImGui::EndMenu();
      }
    }
    draw_status(desk);
    ImGui::EndMainMenuBar();
  }
  ImGui::PopStyleVar();
}

void draw_keys_window(Desk& desk) {
  if (!desk.model.show_keys) return;
  ImGui::SetNextWindowPos(ImGui::GetMainViewport()->GetWorkCenter(), ImGuiCond_Appearing, {0.5F, 0.5F});
  if (ImGui::Begin("Keys", &desk.model.show_keys,
                   ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoDocking |
                       ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings)) {
    if (ImGui::BeginTable("##keys", 2, ImGuiTableFlags_RowBg | ImGuiTableFlags_SizingFixedFit)) {
      for (const Action& action : actions()) {
        ImGui::TableNextRow();
        ImGui::TableNextColumn();
        ImGui::TextColored(palette().accent, "%s", key_text(action.key).c_str());
        ImGui::TableNextColumn();
        ImGui::TextUnformatted(action.title);
      }
      ImGui::EndTable();
    }
    note("Picture: drag to move, wheel to zoom. Sliders: Ctrl+click types a value, right-click resets.");
  }
  ImGui::End();
}

void draw_palette(Desk& desk) {
  static std::string query;
  constexpr const char* name = "##palette";
  if (desk.model.show_palette) {
    ImGui::OpenPopup(name);
    query.clear();
    desk.model.show_palette = false;
  }
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos({viewport->GetWorkCenter().x, viewport->WorkPos.y + viewport->WorkSize.y * 0.15F},
                          ImGuiCond_Always, {0.5F, 0});
  ImGui::SetNextWindowSize({28 * ImGui::GetFontSize(), 0});
  if (!ImGui::BeginPopup(name)) return;
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  const bool entered =
      ImGui::InputTextWithHint("##command", "What to do", &query, ImGuiInputTextFlags_EnterReturnsTrue);
  const std::string wanted = to_lower(query);
  bool first = true;
  for (const Action& action : actions()) {
    if (to_lower(action.title).find(wanted) == std::string::npos || !is_enabled(action, desk)) continue;
    const bool chosen = ImGui::Selectable(action.title, first) || (entered && first);
    const std::string key = key_text(action.key);
    if (!key.empty()) {
      ImGui::SameLine(ImGui::GetContentRegionMax().x - ImGui::CalcTextSize(key.c_str()).x);
      ImGui::TextColored(palette().text_quiet, "%s", key.c_str());
    }
    if (chosen) {
      ImGui::CloseCurrentPopup();
      action.run(desk);
    }
    first = false;
  }
  if (first) note("Nothing of that name.");
  ImGui::EndPopup();
}

}  // namespace birddream::ui
