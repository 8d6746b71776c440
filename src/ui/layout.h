#pragma once

namespace birddream::ui {

/// Window names, shared by the layout and whoever draws them.
namespace window {
inline constexpr const char* species = "Species";
inline constexpr const char* recipe = "Recipe";
inline constexpr const char* picture = "Picture";
inline constexpr const char* checkpoint = "Checkpoint";
inline constexpr const char* filmstrip = "Filmstrip";
inline constexpr const char* sees = "What it sees";
inline constexpr const char* curves = "Curves";
}  // namespace window

/// The dock space over the window, with the shipped arrangement when there is none yet or `reset` asks for
/// it.
void draw_dock_space(bool reset);
/// Instead of it, inside any window, while the panels are hidden: they keep their places.
void keep_dock_space();

}  // namespace birddream::ui
