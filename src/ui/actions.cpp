#include "ui/actions.h"

#include <imgui_internal.h>

#include <array>

namespace birddream::ui {
namespace {

bool pressed(ImGuiKeyChord chord) {
  const int key = chord & ~ImGuiMod_Mask_;
  if (key == ImGuiKey_None) return false;
  // Holding the key goes on stepping; holding Space must not flicker between run and pause.
  const bool repeats = key == ImGuiKey_LeftArrow || key == ImGuiKey_RightArrow || key == ImGuiKey_N ||
                       key == ImGuiKey_Period || key == ImGuiKey_Z || key == ImGuiKey_Y;
  return ImGui::Shortcut(chord, ImGuiInputFlags_RouteGlobal | (repeats ? ImGuiInputFlags_Repeat : 0));
}

}  // namespace

bool is_enabled(const Action& action, const Desk& desk) {
  return action.enabled == nullptr || action.enabled(desk);
}

std::string key_text(ImGuiKeyChord key) {
  if (key == ImGuiKey_None) return "";
  std::string text = ImGui::GetKeyChordName(key);
  constexpr std::array<std::pair<const char*, const char*>, 4> plain = {
      {{"LeftArrow", "Left"}, {"RightArrow", "Right"}, {"Equal", "="}, {"Minus", "-"}}};
  for (const auto& [name, shown] : plain) {
    if (const auto at = text.find(name); at != std::string::npos)
      text.replace(at, std::string_view(name).size(), shown);
  }
  return text;
}

void handle_keys(Desk& desk) {
  // Of a window that wants an answer first, ImGui's global keys know nothing.
  if (ImGui::GetIO().WantTextInput || ImGui::GetTopMostPopupModal() != nullptr) return;
  for (const Action& action : actions()) {
    // Both are asked, so that both claim their keys.
    const bool first = pressed(action.key);
    const bool second = pressed(action.other_key);
    if ((first || second) && is_enabled(action, desk)) action.run(desk);
  }
}

void draw_menu_items(const char* menu, Desk& desk) {
  for (const Action& action : actions()) {
    if (std::string_view(action.menu) != menu) continue;
    const bool on = action.checked != nullptr && action.checked(desk);
    if (ImGui::MenuItem(action.title, key_text(action.key).c_str(), on, is_enabled(action, desk)))
      action.run(desk);
  }
}

}  // namespace birddream::ui
