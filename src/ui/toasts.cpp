#include "ui/toasts.h"

#include <imgui.h>

#include <algorithm>

#include "ui/icons.h"
#include "ui/theme.h"

namespace birddream::ui {
namespace {

constexpr double seconds_shown = 6;
constexpr double warning_shown = 20;
constexpr std::size_t most = 5;

}  // namespace

void Toasts::say(std::string text) {
  items_.push_back({std::move(text), false, 0, next_id_++});
}
void Toasts::warn(std::string text) {
  items_.push_back({std::move(text), true, 0, next_id_++});
}

const std::string& Toasts::newest() const {
  static const std::string none;
  return items_.empty() ? none : items_.back().text;
}

void Toasts::draw(double now) {
  if (items_.size() > most) items_.erase(items_.begin(), items_.end() - most);
  for (Item& item : items_) {
    if (item.until == 0) item.until = now + (item.warning ? warning_shown : seconds_shown);
  }
  std::erase_if(items_, [now](const Item& item) { return item.until < now; });
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const float em = ImGui::GetFontSize();
  ImVec2 corner = {viewport->WorkPos.x + viewport->WorkSize.x - em,
                   viewport->WorkPos.y + viewport->WorkSize.y - 4.5F * em};
  int clicked = -1;
  for (auto item = items_.rbegin(); item != items_.rend(); ++item) {
    ImGui::SetNextWindowPos(corner, ImGuiCond_Always, {1, 1});
    ImGui::SetNextWindowSizeConstraints({0, 0}, {em * 32, em * 20});
    ImGui::SetNextWindowBgAlpha(0.97F);
    ImGui::PushStyleColor(ImGuiCol_WindowBg, ImGui::GetStyleColorVec4(ImGuiCol_PopupBg));
    const std::string name = "##toast" + std::to_string(item->id);
    constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                                       ImGuiWindowFlags_NoSavedSettings |
                                       ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav |
                                       ImGuiWindowFlags_NoDocking | ImGuiWindowFlags_NoMove;
    if (ImGui::Begin(name.c_str(), nullptr, flags)) {
      if (item->warning) {
        ImGui::TextColored(palette().warning, "%s", icon::warning);
        ImGui::SameLine();
      }
      ImGui::PushTextWrapPos(em * 30);
      ImGui::TextUnformatted(item->text.c_str());
      ImGui::PopTextWrapPos();
      if (ImGui::IsWindowHovered() && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) clicked = item->id;
      corner.y -= ImGui::GetWindowHeight() + em * 0.5F;
    }
    ImGui::End();
    ImGui::PopStyleColor();
  }
  std::erase_if(items_, [clicked](const Item& item) { return item.id == clicked; });
}

}  // namespace birddream::ui
