#include "image/pixel_font.h"

#include <algorithm>

#include "image/pixel_font_glyphs.h"

namespace birddream::image {
namespace {

constexpr char32_t unknown = 0xFFFD;

/// Takes the first code point off `text`; a byte that is not UTF-8 counts as one unknown character.
char32_t take(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t size = first < 0x80   ? 1
                           : first < 0xC2 ? 0
                           : first < 0xE0 ? 2
                           : first < 0xF0 ? 3
                           : first < 0xF5 ? 4
                                          : 0;
  char32_t code = size == 1 ? first : first & (0xFFU >> (size + 1));
  bool whole = size > 0 && size <= text.size();
  for (std::size_t i = 1; whole && i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    whole = (next & 0xC0U) == 0x80U;
    code = code << 6 | (next & 0x3FU);
  }
  text.remove_prefix(whole ? size : 1);
  return whole ? code : unknown;
}

/// U+00C0 to U+00FF without accents.
constexpr std::string_view latin1_letters =
    "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYPsaaaaaaaceeeeiiiidnooooo/ouuuuypy";

std::string plain(char32_t code) {
  if (code >= ' ' && code <= '~') return {static_cast<char>(code)};
  if (code >= 0xC0 && code <= 0xFF) return {latin1_letters[code - 0xC0]};
  switch (code) {
    case U'\t':
    case U'\n':
    case 0xA0:
      return " ";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
      return "-";
    case 0x2018:
    case 0x2019:
      return "'";
    case 0x201C:
    case 0x201D:
      return "\"";
    case 0x2026:
      return "...";
    case 0xB7:
      return "-";
    default:
      return "?";
  }
}

std::string_view rows_of(char c) {
  return glyph_rows[static_cast<std::size_t>(c - ' ')];
}

int glyph_width(std::string_view rows) {
  return static_cast<int>(std::min(rows.find(' '), rows.size()));
}

/// Of text that is drawable already; one font pixel between glyphs.
int width_of(std::string_view text) {
  int width = 0;
  for (const char c : text) width += glyph_width(rows_of(c)) + 1;
  return std::max(width - 1, 0);
}

void fill(Rgb8& picture, int x, int y, int size, Colour colour) {
  const int right = std::min(x + size, picture.width), bottom = std::min(y + size, picture.height);
  for (int row = std::max(y, 0); row < bottom; ++row) {
    for (int column = std::max(x, 0); column < right; ++column)
      std::copy_n(colour.data(), 3, picture.at(column, row));
  }
}

}  // namespace

std::string drawable(std::string_view utf8) {
  std::string text;
  while (!utf8.empty()) text += plain(take(utf8));
  return text;
}

int text_width(std::string_view utf8, int scale) {
  return width_of(drawable(utf8)) * scale;
}

std::string ellipsised(std::string_view utf8, int scale, int width) {
  std::string text = drawable(utf8);
  if (width_of(text) * scale <= width) return text;
  const std::string end = "...";
  while (!text.empty() && width_of(text + end) * scale > width) text.pop_back();
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text + end;
}

std::vector<std::string> wrapped(std::string_view utf8, int scale, int width, int most) {
  std::string rest = drawable(utf8);
  std::vector<std::string> lines;
  while (!rest.empty() && static_cast<int>(lines.size()) < most - 1 && width_of(rest) * scale > width) {
    std::size_t line = 0, next = 0;  // the longest line that fits, and where the one after it begins
    for (std::size_t at = 0; at < rest.size(); ++at) {
      if (rest[at] != ' ' && rest[at] != '-') continue;
      const std::size_t end = rest[at] == '-' ? at + 1 : at;
      if (width_of(std::string_view(rest).substr(0, end)) * scale > width) break;
      line = end;
      next = at + 1;
    }
    if (line == 0) break;  // one long word
    lines.push_back(rest.substr(0, line));
    rest.erase(0, next);
  }
  if (!rest.empty()) lines.push_back(ellipsised(rest, scale, width));
  return lines;
}

void draw_text(Rgb8& picture, int x, int y, std::string_view utf8, int scale, Colour colour) {
  for (const char c : drawable(utf8)) {
    std::string_view rows = rows_of(c);
    const int width = glyph_width(rows);
    for (int row = 0; !rows.empty(); ++row) {
      for (int column = 0; column < width; ++column) {
        if (rows[static_cast<std::size_t>(column)] == '#')
          fill(picture, x + column * scale, y + row * scale, scale, colour);
      }
      rows.remove_prefix(std::min(static_cast<std::size_t>(width) + 1, rows.size()));
    }
    x += (width + 1) * scale;
  }
}

}  // namespace birddream::image
