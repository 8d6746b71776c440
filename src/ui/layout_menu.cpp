#include <imgui.h>
#include <misc/cpp/imgui_stdlib.h>

#include "ui/own_layouts.h"
#include "ui/panels.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

using Folder = std::filesystem::path;

/// Does something with the folder in the background; then says so and lists anew what there is.
void change(Desk& desk, std::function<Result<std::string>(const Folder&)> work) {
  desk.background.run(
      [&desk, folder = desk.settings.layouts_folder, work = std::move(work)]() -> Background::Then {
        const Result<std::string> done = work(folder);
        return [&desk, done, names = layout_names(folder)] {
          desk.layouts = names;
          if (done && !done->empty()) desk.toasts.say(*done);
          if (!done) desk.toasts.warn(done.error().message);
        };
      });
}

void take(Desk& desk, const std::string& name) {
  desk.model.picture_only = false;
  desk.background.run([&desk, folder = desk.settings.layouts_folder, name]() -> Background::Then {
    const Result<std::string> text = read_layout(folder, name);
    return [&desk, text] {
      if (!text) return desk.toasts.warn(text.error().message);
      use_layout(*text);
    };
  });
}

void draw_save(Desk& desk) {
  static std::string name;  // one menu is open at a time
  ImGui::SetNextItemWidth(14 * ImGui::GetFontSize());
  bool save =
      ImGui::InputTextWithHint("##name", "Keep this one as", &name, ImGuiInputTextFlags_EnterReturnsTrue);
  ImGui::SameLine();
  save = ImGui::Button("Save") || save;
  if (!save) return;
  change(desk,
         [name = std::exchange(name, ""), text = layout_text()](const Folder& folder) -> Result<std::string> {
           const auto saved = save_layout(folder, name, text);
           if (!saved) return saved.error();
           return "Saved " + saved->string();
         });
  ImGui::CloseCurrentPopup();
}

}  // namespace

void draw_layout_menu(Desk& desk) {
  if (desk.settings.layouts_folder.empty() || !ImGui::BeginMenu("Layouts")) return;
  if (ImGui::IsWindowAppearing()) change(desk, [](const Folder& /*folder*/) { return std::string(); });
  for (const std::string& name : desk.layouts) {
    if (ImGui::MenuItem(name.c_str())) take(desk, name);
  }
  if (desk.layouts.empty()) ImGui::TextDisabled("None kept yet");
  ImGui::Separator();
  draw_save(desk);
  if (!desk.layouts.empty() && ImGui::BeginMenu("Remove")) {
    for (const std::string& old : desk.layouts) {
      if (!ImGui::MenuItem(old.c_str())) continue;
      change(desk, [old](const Folder& folder) -> Result<std::string> {
        if (const Status removed = remove_layout(folder, old); !removed) return removed.error();
        return "Removed the layout " + old;
      });
    }
    ImGui::EndMenu();
  }
  ImGui::EndMenu();
}

}  // namespace birddream::ui
