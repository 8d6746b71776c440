#include "image/png_text.h"

#include <gtest/gtest.h>

#include "image/golden_pictures.h"
#include "image/png_bytes.h"

namespace birddream::image {
namespace {

using namespace std::string_literals;

const std::string itxt_head = "k\0\0\0\0\0"s;  // keyword, not packed, method, language, translated keyword
const std::string packed_itxt_head = "k\0\1\0de\0Wort\0"s;

std::string text_in(const std::string& file) {
  const auto text = read_png_text(bytes_of(file), "k", "x.png");
  if (!text) return "refused: " + text.error().message;
  return text->value_or("(none)");
}

TEST(PngText, AllThreeKindsAreRead) {
  EXPECT_EQ(text_in(png_around(png_chunk("tEXt", "k\0plain \xE9"s))), "plain \xC3\xA9");
  EXPECT_EQ(text_in(png_around(png_chunk("zTXt", "k\0\0"s + deflated("packed")))), "packed");
  EXPECT_EQ(text_in(png_around(png_chunk("iTXt", itxt_head + "\xC3\xA9"))), "\xC3\xA9");
  EXPECT_EQ(text_in(png_around(png_chunk("iTXt", packed_itxt_head + deflated("\xC3\xA9")))), "\xC3\xA9");
  EXPECT_EQ(text_in(png_around(png_chunk("tEXt", "k\0"s))), "");
}

TEST(PngText, TheFirstOfAKeywordCountsWhereverItStands) {
  const std::string other = png_chunk("tEXt", "other\0x"s) + png_chunk("tEXt", "kk\0y"s);
  EXPECT_EQ(text_in(png_around(other)), "(none)");
  EXPECT_EQ(text_in(png_around(other + png_chunk("tEXt", "k\0a"s) + png_chunk("iTXt", itxt_head + "b"))),
            "a");
  std::string at_end = png_around("");
  at_end.insert(at_end.size() - 12, png_chunk("tEXt", "k\0last"s));
  EXPECT_EQ(text_in(at_end), "last");
}

TEST(PngText, ATextBeforeTheDamageIsStillFound) {
  const std::string file = png_around(png_chunk("tEXt", "k\0early"s));
  EXPECT_EQ(text_in(file.substr(0, file.size() - 20)), "early");
}

TEST(PngText, DamageIsRefusedWithItsReason) {
  const auto reason = [](const std::string& file, const std::string& part) {
    const std::string why = text_in(file);
    EXPECT_TRUE(why.starts_with("refused: x.png: ") && why.find(part) != std::string::npos) << why;
  };
  const std::string good = png_around(png_chunk("tEXt", "k\0text"s));
  std::string flipped = good;
  flipped[good.find("text")] = 'T';
  reason(flipped, "checksum");
  std::string header = good;
  header[20] = 9;  // within IHDR
  reason(header, "checksum");
  reason("", "not a PNG");
  reason(good.substr(0, 8), "cut short");
  reason(png_signature() + png_chunk("tEXt", "k\0text"s), "damaged");  // IHDR must be first
  reason(png_around(png_header(1, 1)), "damaged");
  reason(png_around("\0\0\0\0????0000"s), "damaged");
  reason(png_signature() + png_header(1, 1) + "\xFF\xFF\xFF\xFFtEXt0000", "damaged");
  reason(png_signature() + png_header(1, 1) + "\x7F\xFF\xFF\xFFtEXt0000", "cut short");
  reason(png_around(png_chunk("tEXt", "k")), "damaged");  // no separator
  reason(png_around(png_chunk("zTXt", "k\0"s)), "damaged");
  reason(png_around(png_chunk("zTXt", "k\0\1x"s)), "damaged");
  reason(png_around(png_chunk("zTXt", "k\0\0no deflate"s)), "damaged");
  const std::string packed = deflated("some text to pack");
  reason(png_around(png_chunk("zTXt", "k\0\0"s + packed.substr(0, packed.size() - 5))), "damaged");
  reason(png_around(png_chunk("iTXt", "k\0\2\0\0\0x"s)), "damaged");
  reason(png_around(png_chunk("iTXt", "k\0\1\1\0\0x"s)), "damaged");
  reason(png_around(png_chunk("iTXt", "k\0\0\0de"s)), "damaged");
  reason(png_around(png_chunk("iTXt", itxt_head + "\xE9")), "not UTF-8");
  reason(png_around(png_chunk("tEXt", "k\0a\0b"s)), "damaged");
}

TEST(PngText, LengthIsLimitedUnpackedToo) {
  const std::string full(largest_png_text, 'x');
  EXPECT_EQ(text_in(png_around(png_chunk("iTXt", itxt_head + full))), full);
  EXPECT_EQ(text_in(png_around(png_chunk("zTXt", "k\0\0"s + deflated(full)))), full);
  for (const std::string& file :
       {png_around(png_chunk("iTXt", itxt_head + full + "x")),
        png_around(png_chunk("zTXt", "k\0\0"s + deflated(full + "x"))),
        png_around(png_chunk("iTXt", packed_itxt_head + deflated(std::string(50'000'000, 'x')))),
        png_around(png_chunk("tEXt", "k\0"s + std::string(largest_png_text, '\xE9')))}) {
    EXPECT_NE(text_in(file).find("longer than 1 MiB"), std::string::npos) << text_in(file).substr(0, 200);
  }
}

TEST(PngText, ReadingThePictureTakesWhatIsWhole) {
  const std::string full(largest_png_text - 5, 'x');
  const auto read =
      read_png(bytes_of(png_around(png_chunk("tEXt", "a\0one"s) + png_chunk("tEXt", "a\0two"s) +
                                   png_chunk("zTXt", "b\0\0broken"s) + png_chunk("tEXt", "c\0"s + full) +
                                   png_chunk("tEXt", "d\0dd"s) + png_chunk("tEXt", "\xE9\0x"s))),
               "x.png");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->text, (PngText{{"a", "one"}, {"c", full}, {"d", "dd"}}));
}

}  // namespace
}  // namespace birddream::image
