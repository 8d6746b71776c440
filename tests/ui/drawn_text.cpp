#include "ui/drawn_text.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <map>

namespace birddream::ui {
namespace {

using Corners = std::array<float, 4>;  // u, v of two opposite corners in the font atlas
using Glyphs = std::map<Corners, char>;

Glyphs glyphs_of_atlas() {
  Glyphs glyphs;
  ImFontAtlasBuilder& fonts = *ImGui::GetIO().Fonts->Builder;
  for (int i = 0; i < fonts.BakedPool.Size; ++i) {
    for (const ImFontGlyph& glyph : fonts.BakedPool[i].Glyphs) {
      if (glyph.Visible != 0 && glyph.Codepoint < 128)
        glyphs[{glyph.U0, glyph.V0, glyph.U1, glyph.V1}] = static_cast<char>(glyph.Codepoint);
    }
  }
  return glyphs;
}

// A glyph's two triangles: corners 0 1 2 and 0 2 3 of four vertices in a row.
bool is_quad(const ImDrawIdx* index) {
  return index[1] == index[0] + 1 && index[2] == index[0] + 2 && index[3] == index[0] &&
         index[4] == index[0] + 2 && index[5] == index[0] + 3;
}

bool is_inside(const ImDrawVert& low, const ImDrawVert& high, const ImVec4& clip) {
  const float x = (low.pos.x + high.pos.x) / 2;
  const float y = (low.pos.y + high.pos.y) / 2;
  return x >= clip.x && x <= clip.z && y >= clip.y && y <= clip.w;
}

void read_command(const ImDrawList& list, const ImDrawCmd& command, const Glyphs& glyphs, std::string& text) {
  const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
  const ImDrawIdx* const end = index + command.ElemCount;
  const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
  while (end - index >= 6) {
    if (!is_quad(index)) {
      index += 3;
      continue;
    }
    const ImDrawVert& low = vertices[index[0]];
    const ImDrawVert& high = vertices[index[2]];
    const auto glyph = glyphs.find({low.uv.x, low.uv.y, high.uv.x, high.uv.y});
    if (glyph != glyphs.end() && is_inside(low, high, command.ClipRect)) text += glyph->second;
    index += 6;
  }
}

// A child window is called PARENT/NAME_ID.
bool belongs_to(const ImDrawList& list, const std::string& window) {
  if (list._OwnerName == nullptr) return false;
  const std::string owner = list._OwnerName;
  return owner == window || owner.starts_with(window + "/");
}

}  // namespace

std::string drawn_text(const ImDrawList& list) {
  std::string text;
  const Glyphs glyphs = glyphs_of_atlas();
  for (const ImDrawCmd& command : list.CmdBuffer) {
    if (command.UserCallback == nullptr) read_command(list, command, glyphs, text);
  }
  return text;
}

std::string drawn_text(const std::string& window) {
  std::string text;
  const ImDrawData* drawn = ImGui::GetDrawData();
  if (drawn == nullptr) return text;
  for (const ImDrawList* list : drawn->CmdLists) {
    if (belongs_to(*list, window)) text += drawn_text(*list);
  }
  return text;
}

bool text_shown(const std::string& window, const std::string& text) {
  std::string wanted = text;
  std::erase(wanted, ' ');
  return drawn_text(window).find(wanted) != std::string::npos;
}

}  // namespace birddream::ui
