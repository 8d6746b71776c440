#include <imgui.h>

#include <algorithm>
#include <string_view>

#include "ui/actions.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

constexpr const char* dot = "  \xc2\xb7  ";

std::string status_text(const Desk& desk) {
  char text[64];
  std::string status;
  const double rate = desk.model.frame ? desk.model.frame->steps_per_second : 0;
  if (rate > 0) {
    std::snprintf(text, sizeof text, rate < 10 ? "%.1f steps/s" : "%.0f steps/s", rate);
    status = std::string(text) + dot;
  }
  if (desk.frames_per_second > 0) {
    std::snprintf(text, sizeof text, "%.0f fps", static_cast<double>(desk.frames_per_second));
    status += std::string(text) + dot;
  }
  return status + (desk.model.info.device.empty() ? "starting" : desk.model.info.device);
}

void draw_status(const Desk& desk) {
  const TypeScope small(Type::small);
  const std::string status = status_text(desk);
  const float width = ImGui::CalcTextSize(status.c_str()).x + 1.0F * ImGui::GetFontSize();
  ImGui::SetCursorPosX(std::max(ImGui::GetCursorPosX(), ImGui::GetWindowWidth() - width));
  ImGui::AlignTextToFramePadding();
  ImGui::TextColored(palette().text_quiet, "%s", status.c_str());
  const auto& info = desk.model.info;
  if (!info.device.empty())
    explain("Dreams on " + info.device + ": " + info.why + ".",
            desk.upload_why.empty() ? "" : desk.upload_why + ".");
}

}  // namespace

void draw_menu_bar(Desk& desk) {
  ImGui::PushStyleVarY(ImGuiStyleVar_FramePadding, 0.5F * ImGui::GetFontSize());
  if (ImGui::BeginMainMenuBar()) {
    ImGui::TextColored(palette().accent, "%s", icon::dove);
    {
      const TypeScope strong(Type::strong);
      ImGui::TextUnformatted("birddream");
    }
    ImGui::Spacing();
    for (const char* menu : action_menus()) {
      if (ImGui::BeginMenu(menu)) {
        draw_menu_items(menu, desk);
        if (std::string_view(menu) == "View") draw_layout_menu(desk);
        ImGui::EndMenu();
      }
    }
    draw_status(desk);
    ImGui::EndMainMenuBar();
  }
  ImGui::PopStyleVar();
}

}  // namespace birddream::ui
