#include <imgui.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/formatted.h"
#include "ui/actions.h"
#include "ui/icons.h"
#include "ui/panels.h"
#include "ui/theme.h"
#include "ui/widgets.h"

namespace birddream::ui {
namespace {

int megabytes(std::size_t bytes) {
  return static_cast<int>(bytes >> 20U);
}

// As much as fits into `room`, whole facts, the first ones first.
std::string status_text(const Desk& desk, float room) {
  std::vector<std::string> facts;
  const double rate = desk.model.frame ? desk.model.frame->steps_per_second : 0;
  if (rate > 0) facts.push_back(formatted(rate < 10 ? "%.1f steps/s" : "%.0f steps/s", rate));
  if (desk.frames_per_second > 0)
    facts.push_back(formatted("%.0f fps", static_cast<double>(desk.frames_per_second)));
  facts.push_back(desk.model.info.device.empty() ? "starting" : desk.model.info.device);
  std::string status;
  for (const std::string& fact : facts) {
    std::string longer = status;
    if (!longer.empty()) longer += between_facts;
    longer += fact;
    if (ImGui::CalcTextSize(longer.c_str()).x > room) break;
    status = std::move(longer);
  }
  return status;
}

void draw_status(const Desk& desk) {
  const TypeScope small(Type::small);
  const float room = ImGui::GetWindowWidth() - ImGui::GetCursorPosX() - ImGui::GetFontSize();
  const std::string status = status_text(desk, room);
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
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
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
  ImGui::PopStyleVar(2);
}

}  // namespace birddream::ui
