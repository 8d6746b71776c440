#include <imgui.h>
#include <misc/cpp/imgui_stdlib.h>

#include "ui/own_layouts.h"
#include "ui/panels.h"
#include "ui/widgets.h"

namespace birddream::ui {

void draw_layout_menu(Desk& desk) {
  const auto& folder = desk.settings.layouts_folder;
  if (folder.empty() || !ImGui::BeginMenu("Layouts")) return;
  const std::vector<std::string> names = layout_names(folder);
  for (const std::string& name : names) {
    if (!ImGui::MenuItem(name.c_str())) continue;
    desk.model.picture_only = false;
    if (const Status used = use_layout(folder, name); !used) desk.toasts.warn(used.error().message);
  }
  if (names.empty()) ImGui::TextDisabled("None kept yet");
  ImGui::Separator();
  static std::string name;  // one menu is open at a time
  ImGui::SetNextItemWidth(14 * ImGui::GetFontSize());
  bool save =
      ImGui::InputTextWithHint("##name", "Keep this one as", &name, ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::SameLine();
  save = ImGui::Button("Save") || save;
  if (save) {
    if (const auto saved = save_layout(folder, name)) {
      desk.toasts.say("Saved " + saved->string());
      name.clear();
      ImGui::CloseCurrentPopup();
    } else {
      desk.toasts.warn(saved.error().message);
    }
  }
  if (!names.empty() && ImGui::BeginMenu("Remove")) {
    for (const std::string& old : names) {
      if (!ImGui::MenuItem(old.c_str())) continue;
      const Status removed = remove_layout(folder, old);
      if (removed) desk.toasts.say("Removed the layout " + old);
      if (!removed) desk.toasts.warn(removed.error().message);
    }
    ImGui::EndMenu();
  }
  ImGui::EndMenu();
}

}  // namespace birddream::ui
