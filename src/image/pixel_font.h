#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "image/rgb8.h"

namespace birddream::image {

/// A small proportional bitmap font for sheets and video captions: printable ASCII, drawn for this program.
/// Letters stand on a grid of `font_ascent` rows above the baseline and `font_descent` below.
inline constexpr int font_ascent = 7;
inline constexpr int font_descent = 2;
inline constexpr int font_height = font_ascent + font_descent;

using Colour = std::array<std::uint8_t, 3>;

/// UTF-8 as the font can show it: Latin letters lose their accents, typographic dashes and quotes become
/// plain, anything else (also bytes that are not UTF-8) becomes '?'.
std::string drawable(std::string_view utf8);

/// Width in pixels of one line at `scale` picture pixels a font pixel.
int text_width(std::string_view utf8, int scale);

/// `utf8` or, when it is wider than `width` pixels, its beginning and "...".
std::string ellipsised(std::string_view utf8, int scale, int width);

/// `utf8` broken after spaces and hyphens into at most `most` lines of `width` pixels, the last one
/// ellipsised.
std::vector<std::string> wrapped(std::string_view utf8, int scale, int width, int most);

/// Draws one line with its top left corner at (x, y); what falls outside the picture is left out.
void draw_text(Rgb8& picture, int x, int y, std::string_view utf8, int scale, Colour colour);

}  // namespace birddream::image
