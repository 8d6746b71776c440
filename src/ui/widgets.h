#pragma once

#include <imgui.h>

#include <span>
#include <string>
#include <vector>

/// The few widgets of the interface's own look, all made of ImGui's behaviour. Sizes are in font sizes, so
/// every display scale looks alike.
namespace birddream::ui {

/// A panel's title in bold.
void heading(const char* text);
/// Quiet, small explanatory text, wrapped.
void note(const char* text);
/// Text that ends at the panel's right edge, on the line of the item before.
void text_at_right(const char* text, const ImVec4& colour);

/// What stands between facts on one line.
inline constexpr const char* between_facts = "  \xc2\xb7  ";

/// A text field's callback (edit and history): up and down move a list's highlighted row, which `UserData`
/// points to, an int; whatever is typed begins at the first again.
int follow_arrows(ImGuiInputTextCallbackData* data);

/// A combo box with a chevron instead of ImGui's triangle. Ends with ImGui::EndCombo when true.
bool begin_combo(const char* id, const char* shown, ImGuiComboFlags flags = 0);

/// A section's title line that opens and closes it on a click; `closed` keeps the titles of the closed ones.
/// `marked`: something inside was changed by the user. True while open.
bool section(const char* title, std::vector<std::string>& closed, bool marked);

/// A square button with one glyph. `id`, "##x", makes its ImGui id "###x". `lit`: in the accent.
bool icon_button(const char* id, const char* glyph, const char* tooltip, bool lit = false, float width = 0);

/// A switch. True when it was turned.
bool toggle(const char* id, bool& on);

/// One of a few: a row of segments, each with its label as ImGui id. The one clicked, or `current`.
int segments(std::span<const char* const> labels, int current);
float segments_width(std::span<const char* const> labels);

/// The same as a combo box, for where there is no room for segments; as wide as its longest label, but no
/// wider than `room`.
int choice(const char* id, std::span<const char* const> labels, int current, float room);
float choice_width(std::span<const char* const> labels);

/// Begins a popup under a button with an ellipsis: what a narrow panel has no room for. Ends with
/// ImGui::EndPopup when true.
bool begin_more(const char* id, const char* tooltip);

/// A task that takes its time: a bar of the `share` that is done (0..1), `text` under it, and a button that
/// ends it. True when that was clicked.
bool cancellable(float share, const std::string& text, const std::string& what_then);

/// Text on a key: "Ctrl+P" as two keys.
void key_caps(const std::string& chord);

/// Moves the window that is being drawn back into the main one, as far as it has grown out of it.
void keep_in_sight();

/// A right-click on the item before goes back to the usual value. True when the value changed.
template <class T>
bool back_on_right_click(T& value, const T& usual) {
  if (value == usual || !ImGui::IsItemClicked(ImGuiMouseButton_Right)) return false;
  value = usual;
  return true;
}

/// A tooltip with a line of text and a quiet second one; for the item before.
void explain(const std::string& text, const std::string& more = "");

/// Text shortened in its middle to fit `width` (file names keep both ends).
std::string squeezed(const std::string& text, float width);

}  // namespace birddream::ui
