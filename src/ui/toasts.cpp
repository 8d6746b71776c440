#include "ui/toasts.h"

#include <imgui.h>

#include <algorithm>

#include "ui/icons.h"
#include "ui/theme.h"

namespace birddream::ui {
namespace {

constexpr double seconds_shown = 5;
constexpr double warning_shown = 15;
constexpr std::size_t most = 4;

}  // namespace

void Toasts::add(std::string text, bool warning) {
  std::erase_if(items_, [&](const Item& item) { return item.text == text; });
  items_.push_back({std::move(text), warning, 0, next_id_++});
  if (items_.size() > most) items_.erase(items_.begin());
}

const std::string& Toasts::newest() const {
  static const std::string none;
  return items_.empty() ? none : items_.back().text;
}

void Toasts::draw(double now_seconds) {
  for (Item& item : items_) {
    if (item.until == 0) item.until = now_seconds + (item.warning ? warning_shown : seconds_shown);
  }
  std::erase_if(items_, [now_seconds](const Item& item) { return item.until < now_seconds; });
  const ImGuiViewport* viewport = ImGui::GetMainViewport();
  const float em = ImGui::GetFontSize();
  const float right = viewport->WorkPos.x + viewport->WorkSize.x - em;
  float bottom = viewport->WorkPos.y + viewport->WorkSize.y - em;
  int clicked = -1;
  std::for_each(items_.rbegin(), items_.rend(),
                [&](const Item& item) { draw_item(item, right, bottom, clicked); });
  std::erase_if(items_, [clicked](const Item& item) { return item.id == clicked; });
}

void Toasts::draw_item(const Item& item, float right, float& bottom, int& clicked) {
  const float em = ImGui::GetFontSize();
  const ImGuiStyle& style = ImGui::GetStyle();
  const float sign = ImGui::CalcTextSize(icon::warning).x + style.ItemSpacing.x + 2 * style.WindowPadding.x;
  const float wrap = std::min(26 * em, right - em - ImGui::GetMainViewport()->WorkPos.x - sign);
  ImGui::SetNextWindowPos({right, bottom}, ImGuiCond_Always, {1, 1});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, ImGui::GetStyleColorVec4(ImGuiCol_PopupBg));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  const std::string name = "##toast" + std::to_string(item.id);
  constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_AlwaysAutoResize |
                                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing |
                                     ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoDocking |
                                     ImGuiWindowFlags_NoMove;
  if (ImGui::Begin(name.c_str(), nullptr, flags)) {
    ImGui::TextColored(item.warning ? palette().warning : palette().accent, "%s",
                       item.warning ? icon::warning : icon::check);
    ImGui::SameLine();
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + wrap);
    ImGui::TextUnformatted(item.text.c_str());
    ImGui::PopTextWrapPos();
    if (ImGui::IsWindowHovered() && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) clicked = item.id;
    bottom -= ImGui::GetWindowHeight() + 0.5F * em;
  }
  ImGui::End();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

}  // namespace birddream::ui
