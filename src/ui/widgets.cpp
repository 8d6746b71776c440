#include "ui/widgets.h"

#include <algorithm>

#include "ui/icons.h"
#include "ui/theme.h"

namespace birddream::ui {

void heading(const char* text) {
  {
    const TypeScope strong(Type::strong);
    ImGui::TextUnformatted(text);
  }
  ImGui::Dummy({0, 0});
}

void note(const char* text) {
  const TypeScope small(Type::small);
  ImGui::PushStyleColor(ImGuiCol_Text, palette().text_quiet);
  ImGui::PushTextWrapPos(0.0F);
  ImGui::TextUnformatted(text);
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
}

void text_at_right(const char* text, const ImVec4& colour) {
  ImGui::SameLine();
  const float room = ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(text).x;
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(room, 0.0F));
  ImGui::TextColored(colour, "%s", text);
}

int follow_arrows(ImGuiInputTextCallbackData* data) {
  int& row = *static_cast<int*>(data->UserData);
  if (data->EventFlag == ImGuiInputTextFlags_CallbackEdit) row = 0;
  if (data->EventFlag == ImGuiInputTextFlags_CallbackHistory)
    row += data->EventKey == ImGuiKey_DownArrow ? 1 : -1;
  return 0;
}

bool begin_combo(const char* id, const char* shown, ImGuiComboFlags flags) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::CalcItemWidth();
  const float height = ImGui::GetFrameHeight();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const bool open = ImGui::BeginCombo(id, shown, flags | ImGuiComboFlags_NoArrowButton);
  const float em = ImGui::GetStyle().FontSizeBase * ImGui::GetStyle().FontScaleDpi;
  const ImVec2 size = ImGui::GetFont()->CalcTextSizeA(0.8F * em, 1e9F, 0, icon::down);
  draw.AddText(ImGui::GetFont(), 0.8F * em, {at.x + width - size.x - 0.6F * em, at.y + (height - size.y) / 2},
               packed(palette().text_quiet), icon::down);
  return open;
}

bool section(const char* title, std::vector<std::string>& closed, bool marked) {
  const auto at = std::find(closed.begin(), closed.end(), title);
  const bool open = at == closed.end();
  const float em = ImGui::GetFontSize();
  ImGui::Dummy({0, 0.15F * em});
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = 2.0F * em;
  const bool clicked = ImGui::InvisibleButton(title, {width, height});
  const ImU32 colour = packed(ImGui::IsItemHovered() ? palette().text : palette().text_quiet);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddLine(origin, {origin.x + width, origin.y}, packed(palette().line), em / 15);
  const float y = origin.y + 0.55F * em;
  {
    const TypeScope strong(Type::strong);
    draw.AddText({origin.x, y}, packed(palette().text), title);
    if (marked) {
      const float x = origin.x + ImGui::CalcTextSize(title).x + 0.55F * em;
      draw.AddCircleFilled({x, y + 0.55F * em}, 0.17F * em, packed(palette().accent));
    }
  }
  const TypeScope small(Type::small);
  draw.AddText({origin.x + width - em, y + 0.1F * em}, colour, open ? icon::down : icon::right);
  if (clicked) open ? closed.emplace_back(title) : *closed.erase(at);
  return open;
}

bool icon_button(const char* id, const char* glyph, const char* tooltip, bool lit, float width) {
  if (lit) ImGui::PushStyleColor(ImGuiCol_Text, palette().accent);
  const std::string label = std::string(glyph) + "#" + id;  // "##x" becomes "###x": the id whatever the glyph
  ImGui::PushStyleVarX(ImGuiStyleVar_FramePadding, 0);      // glyphs may be wider than the padding leaves
  const bool clicked = ImGui::Button(label.c_str(), {width > 0 ? width : ImGui::GetFrameHeight(), 0});
  ImGui::PopStyleVar();
  if (lit) ImGui::PopStyleColor();
  if (*tooltip != '\0') explain(tooltip);
  return clicked;
}

bool toggle(const char* id, bool& on) {
  const float height = ImGui::GetFrameHeight();
  const float tall = 0.62F * height;
  const float wide = 1.8F * tall;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const bool clicked = ImGui::InvisibleButton(id, {wide, height});
  if (clicked) on = !on;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float top = origin.y + (height - tall) / 2;
  const ImVec4& off = ImGui::IsItemHovered() ? palette().text_faint : palette().field_hover;
  draw.AddRectFilled({origin.x, top}, {origin.x + wide, top + tall}, packed(on ? palette().text_quiet : off),
                     tall / 2);
  const float x = on ? origin.x + wide - tall / 2 : origin.x + tall / 2;
  draw.AddCircleFilled({x, top + tall / 2}, 0.36F * tall, packed(palette().panel));
  return clicked;
}

float segments_width(std::span<const char* const> labels) {
  float width = 0;
  for (const char* label : labels) width += ImGui::CalcTextSize(label).x + 1.6F * ImGui::GetFontSize();
  return width;
}

float choice_width(std::span<const char* const> labels) {
  float widest = 0;
  for (const char* label : labels) widest = std::max(widest, ImGui::CalcTextSize(label).x);
  return widest + 3 * ImGui::GetFontSize();
}

int choice(const char* id, std::span<const char* const> labels, int current, float room) {
  ImGui::SetNextItemWidth(std::min(choice_width(labels), room));
  int chosen = current;
  if (!begin_combo(id, labels[static_cast<std::size_t>(current)])) return chosen;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (ImGui::Selectable(labels[i], static_cast<int>(i) == current)) chosen = static_cast<int>(i);
  }
  ImGui::EndCombo();
  return chosen;
}

bool begin_more(const char* id, const char* tooltip) {
  const std::string popup = std::string(id) + "_popup";
  if (icon_button(id, icon::more, tooltip)) ImGui::OpenPopup(popup.c_str());
  return ImGui::BeginPopup(popup.c_str());
}

int segments(std::span<const char* const> labels, int current) {
  const float em = ImGui::GetFontSize();
  const float height = ImGui::GetFrameHeight();
  const float rounding = ImGui::GetStyle().FrameRounding;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  draw.AddRectFilled(origin, {origin.x + segments_width(labels), origin.y + height}, packed(palette().field),
                     rounding);
  int chosen = current;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const ImVec2 size = ImGui::CalcTextSize(labels[i]);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (ImGui::InvisibleButton(labels[i], {size.x + 1.6F * em, height})) chosen = static_cast<int>(i);
    const bool lit = static_cast<int>(i) == current;
    const float inset = 0.13F * em;
    if (lit) {
      draw.AddRectFilled({at.x + inset, at.y + inset},
                         {at.x + size.x + 1.6F * em - inset, at.y + height - inset},
                         packed(palette().field_hover), rounding - inset);
    }
    const bool bright = lit || ImGui::IsItemHovered();
    draw.AddText({at.x + 0.8F * em, at.y + (height - size.y) / 2},
                 packed(bright ? palette().text : palette().text_quiet), labels[i]);
    ImGui::SameLine(0, 0);
  }
  ImGui::NewLine();
  return chosen;
}

bool cancellable(float share, const std::string& text, const std::string& what_then) {
  const float em = ImGui::GetFontSize();
  ImGui::ProgressBar(share, {-1, 0.4F * em}, "");
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(text.c_str());
  ImGui::SameLine();
  const float button = ImGui::CalcTextSize("Cancel").x + 2 * ImGui::GetStyle().FramePadding.x;
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::max(ImGui::GetContentRegionAvail().x - button, 0.0F));
  const bool cancelled = ImGui::Button("Cancel");
  explain(what_then);
  return cancelled;
}

void key_caps(const std::string& chord) {
  const float em = ImGui::GetFontSize();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  std::size_t begin = 0;
  while (begin < chord.size()) {
    std::size_t end = chord.find('+', begin + 1);
    if (end == std::string::npos) end = chord.size();
    const std::string key = chord.substr(begin, end - begin);
    const ImVec2 text = ImGui::CalcTextSize(key.c_str());
    const float width = std::max(text.x + 0.9F * em, 1.6F * em);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = 1.5F * em;
    draw.AddRectFilled(at, {at.x + width, at.y + height}, packed(palette().field_hover), 0.3F * em);
    draw.AddRectFilled(at, {at.x + width, at.y + height - 0.13F * em}, packed(palette().field), 0.3F * em);
    draw.AddText({at.x + (width - text.x) / 2, at.y + 0.18F * em}, packed(palette().text), key.c_str());
    ImGui::Dummy({width, height});
    begin = end + 1;
    if (begin < chord.size()) ImGui::SameLine(0, 0.25F * em);
  }
}

void explain(const std::string& text, const std::string& more) {
  if (text.empty() ||
      !ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip | ImGuiHoveredFlags_AllowWhenDisabled))
    return;
  if (!ImGui::BeginTooltip()) return;
  ImGui::PushTextWrapPos(ImGui::GetFontSize() * 22);
  ImGui::TextUnformatted(text.c_str());
  if (!more.empty()) {
    const TypeScope small(Type::small);
    ImGui::PushStyleColor(ImGuiCol_Text, palette().text_quiet);
    ImGui::TextUnformatted(more.c_str());
    ImGui::PopStyleColor();
  }
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

void keep_in_sight() {
  const ImGuiViewport& viewport = *ImGui::GetMainViewport();
  const ImVec2 at = ImGui::GetWindowPos();
  const ImVec2 size = ImGui::GetWindowSize();
  const auto kept = [](float place, float length, float low, float room) {
    return std::max(std::min(place, low + room - length), low);
  };
  const ImVec2 wanted = {kept(at.x, size.x, viewport.WorkPos.x, viewport.WorkSize.x),
                         kept(at.y, size.y, viewport.WorkPos.y, viewport.WorkSize.y)};
  if (wanted.x != at.x || wanted.y != at.y) ImGui::SetWindowPos(wanted);
}

std::string squeezed(const std::string& text, float width) {
  if (ImGui::CalcTextSize(text.c_str()).x <= width) return text;
  // Cuts between characters of UTF-8, never inside one.
  const auto inside = [&](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U; };
  std::size_t left = text.size() / 2;
  std::size_t right = left;
  std::string shorter = "...";
  while (left > 1 && right + 1 < text.size()) {
    do --left;
    while (left > 0 && inside(left));
    do ++right;
    while (right < text.size() && inside(right));
    shorter = text.substr(0, left) + "..." + text.substr(right);
    if (ImGui::CalcTextSize(shorter.c_str()).x <= width) break;
  }
  return shorter;
}

}  // namespace birddream::ui
