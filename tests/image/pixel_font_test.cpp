#include "image/pixel_font.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "image/pixel_font_glyphs.h"

namespace birddream::image {
namespace {

TEST(PixelFont, EveryGlyphIsARectangleOfItsOwn) {
  std::set<std::string_view> shapes;
  for (std::size_t i = 0; i < glyph_rows.size(); ++i) {
    const std::string_view rows = glyph_rows[i];
    const auto width = std::min(rows.find(' '), rows.size());
    EXPECT_EQ((rows.size() + 1) % (width + 1), 0U) << char(' ' + i);
    EXPECT_LE((rows.size() + 1) / (width + 1), std::size_t(font_height)) << char(' ' + i);
    for (std::size_t at = 0; at < rows.size(); ++at) {
      const bool between = at % (width + 1) == width;
      EXPECT_TRUE(between ? rows[at] == ' ' : rows[at] == '#' || rows[at] == '.') << char(' ' + i);
    }
    EXPECT_EQ(rows.find('#') == std::string_view::npos, i == 0) << char(' ' + i);
    EXPECT_TRUE(shapes.insert(rows).second) << char(' ' + i);
  }
}

TEST(PixelFont, OtherLettersBecomePlainOnes) {
  EXPECT_EQ(
      drawable("\xC3\x89lan na\xC3\xAFve 3 \xC3\x97 4 \xE2\x80\x93 \xE2\x80\x9Cx\xE2\x80\x9D\xE2\x80\xA6"),
      "Elan naive 3 x 4 - \"x\"...");
  EXPECT_EQ(drawable("\xC3\x80\xC3\x9F\xC3\xB7\xC3\xBF"), "As/y");
  EXPECT_EQ(drawable("\xE9\xFF \xE4\xB8\xAD \xF0\x9F\x90\xA6\n"), "?? ? ? ");
  EXPECT_EQ(drawable("\xC3"), "?");
}

TEST(PixelFont, LongTextIsCutToItsWidth) {
  const std::string name = "black-footed albatross";
  const int full = text_width(name, 2);
  EXPECT_EQ(ellipsised(name, 2, full), name);
  for (int width = text_width("...", 2); width < full; ++width) {
    const std::string cut = ellipsised(name, 2, width);
    ASSERT_LE(text_width(cut, 2), width);
    ASSERT_TRUE(cut.ends_with("...") && name.starts_with(cut.substr(0, cut.size() - 3))) << cut;
  }
  EXPECT_EQ(ellipsised("", 2, 0), "");
}

TEST(PixelFont, LinesBreakAfterWordsAndHyphens) {
  const int width = text_width("hummingbird", 1);
  EXPECT_EQ(wrapped("ruby-throated hummingbird", 1, width, 3),
            (std::vector<std::string>{"ruby-", "throated", "hummingbird"}));
  EXPECT_EQ(wrapped("ruby-throated hummingbird", 1, width, 2),
            (std::vector<std::string>{"ruby-", "throated..."}));
  EXPECT_EQ(wrapped("a hen", 1, width, 3), (std::vector<std::string>{"a hen"}));
  EXPECT_EQ(wrapped("", 1, width, 3), std::vector<std::string>{});
  EXPECT_EQ(wrapped("unbreakablewordthatislong", 1, width, 3).size(), 1U);
  for (const std::string& line : wrapped("   a  b - c -- dddd eeee ffff gggg", 1, 30, 9))
    EXPECT_LE(text_width(line, 1), 30);
}

TEST(PixelFont, DrawsGlyphsWhereTheyBelong) {
  Rgb8 picture(12, 20);
  draw_text(picture, 1, 2, "L", 2, {10, 20, 30});
  // The stem: 2 wide, 14 high from (1, 2); the foot: 8 wide, its lower right corner at (8, 15).
  EXPECT_EQ(picture.at(1, 2)[0], 10);
  EXPECT_EQ(picture.at(2, 15)[2], 30);
  EXPECT_EQ(picture.at(8, 15)[1], 20);
  EXPECT_EQ(picture.at(3, 2)[0], 0);
  EXPECT_EQ(picture.at(0, 2)[0], 0);
  EXPECT_EQ(picture.at(9, 15)[0], 0);
  EXPECT_EQ(std::ranges::count(picture.pixels, 10), 7 * 4 + 3 * 4);
}

TEST(PixelFont, WhatFallsOutsideIsLeftOut) {
  Rgb8 picture(5, 5);
  draw_text(picture, -7, -7, "WWWWWWWW", 3, {255, 255, 255});
  draw_text(picture, 100, 100, "W", 3, {255, 255, 255});
  draw_text(picture, 4, 4, "W", 9, {255, 255, 255});
  EXPECT_EQ(picture.at(4, 4)[0], 255);
}

}  // namespace
}  // namespace birddream::image
