#pragma once

#include <string>

struct ImDrawList;

namespace birddream::ui {

/// What can be read in a window (and its child windows) of the frame that ImGui::Render() finished last:
/// every glyph that lies inside its clip rectangle, in drawing order, without blanks, which leave no trace.
/// It comes from the triangles themselves, so text that a draw list got directly counts, and text outside the
/// window does not. ASCII; icons are left out. Empty when the window was not drawn.
std::string drawn_text(const std::string& window);

/// The same of one draw list, which holds the frame before until its window is begun anew.
std::string drawn_text(const ImDrawList& list);

/// Whether `text` can be read there; blanks do not count.
bool text_shown(const std::string& window, const std::string& text);

}  // namespace birddream::ui
