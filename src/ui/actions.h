#pragma once

#include <imgui.h>

#include <span>
#include <string>

#include "ui/desk.h"

namespace birddream::ui {

/// Something the user can do. The one table of them feeds menus, keys, the key list and the command palette.
struct Action {
  const char* id;     ///< stable, for tests: "restart"
  const char* title;  ///< "Restart"
  const char* menu;   ///< one of action_menus()
  ImGuiKeyChord key;  ///< ImGuiKey_None: no key
  ImGuiKeyChord other_key;
  void (*run)(Desk&);
  bool (*enabled)(const Desk&);  ///< null: always
  bool (*checked)(const Desk&);  ///< null: nothing to be on or off
};

std::span<const Action> actions();
/// The menus, in order: "File", "Edit", "Dream", ...
std::span<const char* const> action_menus();
const Action* find_action(std::string_view id);
bool is_enabled(const Action& action, const Desk& desk);

/// "Ctrl+Z", "Space", "Left", "" for none.
std::string key_text(ImGuiKeyChord key);

/// Runs what this frame's keys ask for. Nothing while a text field has the keyboard.
void handle_keys(Desk& desk);
/// The menu items of one menu, inside BeginMenu.
void draw_menu_items(const char* menu, Desk& desk);

}  // namespace birddream::ui
