#include "base/text.h"

#include <gtest/gtest.h>

#include "base/formatted.h"
#include "base/number_from.h"

namespace birddream {
namespace {

using namespace std::string_literals;

TEST(Text, LowerCaseTouchesAsciiOnly) {
  EXPECT_EQ(to_lower("Bald EAGLE \xC3\x89"), "bald eagle \xC3\x89");
}

TEST(Text, NamesAreEqualWhateverJoinsTheirWords) {
  EXPECT_EQ(normalise_name("Ruby-throated_Hummingbird"), "ruby throated hummingbird");
  EXPECT_EQ(normalise_name("  bald --  eagle\t"), "bald eagle");
  EXPECT_EQ(normalise_name("Anna's Hummingbird"), "annas hummingbird");
  EXPECT_EQ(normalise_name("Brewer\xe2\x80\x99s"), "brewers");
  EXPECT_EQ(normalise_name(" -_ "), "");
}

TEST(Text, SlugsAreWhatEveryFileSystemTakes) {
  EXPECT_EQ(slug("Bald Eagle"), "bald-eagle");
  EXPECT_EQ(slug("Anna's Hummingbird"), "annas-hummingbird");
  EXPECT_EQ(slug("  100 %: a/b \xC3\x89 c!"), "100-a-b-c");
  EXPECT_EQ(slug("\xC3\x89 ?"), "");
}

TEST(Text, TheFirstLineEndsAtItsBreak) {
  EXPECT_EQ(first_line("no memory\nframe 1\n"), "no memory");
  EXPECT_EQ(first_line("no memory"), "no memory");
  EXPECT_EQ(first_line(""), "");
}

TEST(NumberFrom, TakesAWholeTextOnly) {
  EXPECT_EQ(number_from<int>("-12"), -12);
  EXPECT_EQ(number_from<double>("1e-3"), 1e-3);
  for (const char* text : {"", " 1", "1 ", "+1", "0x1", "1.5", "2147483648"})
    EXPECT_EQ(number_from<int>(text), std::nullopt) << text;
  for (const char* text : {"", "1,5", "1.5.", "one"})
    EXPECT_EQ(number_from<double>(text), std::nullopt) << text;
}

TEST(Formatted, IsAsLongAsItMustBe) {
  EXPECT_EQ(formatted("%.2f of %d", 1.5, 7), "1.50 of 7");
  EXPECT_EQ(formatted("%s!", std::string(300, 'a').c_str()), std::string(300, 'a') + "!");
}

TEST(Text, EditDistanceIsLevenshteins) {
  EXPECT_EQ(edit_distance("", ""), 0);
  EXPECT_EQ(edit_distance("", "wren"), 4);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("sitting", "kitten"), 3);
  EXPECT_EQ(edit_distance("macaw", "macaw"), 0);
}

TEST(Text, SimilarNamesComeNearestFirst) {
  const std::vector<std::string> names{"flamingo", "macaw", "hummingbird", "bald eagle", "great gray owl"};
  EXPECT_EQ(similar_names("flamingoo", names, 3), std::vector{"flamingo"s});
  EXPECT_EQ(similar_names("hummingbrid", names, 3), std::vector{"hummingbird"s});
  EXPECT_EQ(similar_names("eagle", names, 3), std::vector{"bald eagle"s});
  EXPECT_TRUE(similar_names("typewriter", names, 3).empty());
  const std::vector<std::string> close{"cat", "cab", "bar", "tab"};
  EXPECT_EQ(similar_names("bab", close, 9), (std::vector{"cab"s, "bar"s, "tab"s, "cat"s}));
  EXPECT_EQ(similar_names("bab", close, 2), (std::vector{"cab"s, "bar"s}));
}

TEST(Text, DidYouMeanReadsWell) {
  EXPECT_EQ(did_you_mean({}), "");
  EXPECT_EQ(did_you_mean(std::vector{"a"s}), " Did you mean 'a'?");
  EXPECT_EQ(did_you_mean(std::vector{"a"s, "b"s}), " Did you mean 'a' or 'b'?");
  EXPECT_EQ(did_you_mean(std::vector{"a"s, "b"s, "c"s}), " Did you mean 'a', 'b' or 'c'?");
}

TEST(Text, Utf8IsToldFromOtherBytes) {
  for (const auto& good : {""s, "plain"s, "\0"s, "\xC3\xA9"s, "\xE2\x80\xA6"s, "\xED\x9F\xBF"s,
                           "\xF0\x9F\x90\xA6"s, "\xF4\x8F\xBF\xBF"s}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  const std::string bad[] = {"\xE9"s,  // Latin-1
                             "\x80"s,  // a lone continuation
                             "\xC3"s,  // cut short
                             "\xE2\x80"s,
                             "\xF0\x9F\x90"s,
                             "\xC0\x80"s,  // overlong
                             "\xE0\x9F\xBF"s,
                             "\xF0\x8F\xBF\xBF"s,
                             "\xED\xA0\x80"s,      // a surrogate
                             "\xF4\x90\x80\x80"s,  // beyond U+10FFFF
                             "\xF5\x80\x80\x80"s,
                             "\xC3("
                             "x"s};
  for (const auto& bytes : bad) EXPECT_FALSE(is_utf8(bytes)) << ::testing::PrintToString(bytes);
}

TEST(Printable, TakesOutWhatTerminalsObey) {
  EXPECT_EQ(printable("a\x1b[2J\nb\x7f"), "a?[2J?b?");
  EXPECT_EQ(printable("h\xC3\xA9ron \xE2\x80\x9C"), "h\xC3\xA9ron \xE2\x80\x9C") << "UTF-8 stays";
  EXPECT_EQ(printable("a\xC2\x9B"
                      "31mb"),
            "a??31mb")
      << "CSI as one character";
  EXPECT_EQ(printable("\xE9 \x9B"
                      "31m"),
            "\xE9 ?31m")
      << "and as one byte";
  EXPECT_EQ(printable("\xC2\xA0\xC2"), "\xC2\xA0\xC2");
}

}  // namespace
}  // namespace birddream
