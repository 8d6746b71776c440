#include <imgui.h>

#include <algorithm>
#include <string_view>

#include "ui/actions.h"
#include "ui/formatted.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

constexpr const char* dot = "  \xc2\xb7  ";

int megabytes(std::size_t bytes) {
  return static_cast<int>(bytes >> 20U);
}

std::string status_text(const Desk& desk) {
  std::string status;
  const double rate = desk.model.frame ? desk.model.frame->steps_per_second : 0;
  if (rate > 0) status = formatted(rate < 10 ? "%.1f steps/s" : "%.0f steps/s", rate) + dot;
  if (desk.frames_per_second > 0)
    status += formatted("%.0f fps", static_cast<double>(desk.frames_per_second)) + dot;
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
  if (info.device.empty()) return;
  std::string more = desk.upload_why.empty() ? "" : desk.upload_why + ". ";
  if (info.resident_budget > 0)
    more += formatted("Weights of the series in memory: %d MB of %d at most.", megabytes(info.resident_bytes),
                      megabytes(info.resident_budget));
  explain("Dreams on " + info.device + ": " + info.why + ".", more);
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
