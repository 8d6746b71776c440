#pragma once

#include <optional>

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

/// The arrangements that ship: the picture as large as it can be with the instruments at its right, or the
/// instruments in a row under it, so that all share the picture's width.
enum class Arrangement { usual, study };

/// The dock space over the window, arranged anew where that is asked for, and when there is none yet.
void draw_dock_space(std::optional<Arrangement> anew);
/// Instead of it, inside any window, while the panels are hidden: they keep their places.
void keep_dock_space();

}  // namespace birddream::ui
