#include "image/png.h"

#include <fstream>

#include "base/fresh_folder.h"
#include "image/golden_pictures.h"
#include "image/limits.h"
#include "image/png_bytes.h"

namespace birddream::image {
namespace {

using Png = InFreshFolder;

std::string refusal(const std::string& file) {
  const auto read = read_png(bytes_of(file), "x.png");
  return read ? "(read)" : read.error().message;
}

TEST(PngDecoding, EveryKindAgreesWithTheSpecification) {
  const auto all = golden_pictures("png_");
  EXPECT_EQ(all.size(), 52U);
  for (const GoldenPicture& golden : all) {
    const auto read = read_png(bytes_of(golden.file), golden.name);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_LE(worst_difference(read->picture, golden.picture), golden.tolerance) << golden.name;
    EXPECT_TRUE(read->text.empty());
  }
}

TEST(PngDecoding, EveryCutIsRefused) {
  for (const char* name : {"png_rgb8", "png_palette4_alpha_adam7"}) {
    const std::string file = golden_picture(name).file;
    for (std::size_t size = 0; size < file.size(); ++size) {
      const std::string why = refusal(file.substr(0, size));
      EXPECT_TRUE(why.starts_with("x.png: ")) << size << why;
    }
  }
}

TEST(PngDecoding, ReasonsAreTold) {
  const std::string whole = golden_picture("png_rgb8").file;
  EXPECT_NE(refusal(whole.substr(0, whole.size() - 60)).find("cut short"), std::string::npos);
  std::string damaged = whole;
  damaged[damaged.size() - 30] = static_cast<char>(damaged[damaged.size() - 30] ^ 1);
  EXPECT_NE(refusal(damaged).find("IDAT"), std::string::npos) << refusal(damaged);
  EXPECT_EQ(refusal("GIF89a"), "x.png: is not a PNG.");
  EXPECT_EQ(refusal(""), "x.png: is not a PNG.");
}

TEST(PngDecoding, TooLargeIsRefusedBeforeMemoryIsTaken) {
  const auto claiming = [](unsigned width, unsigned height) {
    return png_signature() + png_header(width, height) + png_chunk("IDAT", deflated("x")) +
           png_chunk("IEND", "");
  };
  EXPECT_NE(refusal(claiming(16385, 1)).find("too many"), std::string::npos);
  EXPECT_NE(refusal(claiming(1, 2'000'000'000)).find("too many"), std::string::npos);
  EXPECT_NE(refusal(claiming(16384, 16384)).find("too many"), std::string::npos);
  // Within the limits, but these few bytes cannot hold so many pixels.
  EXPECT_NE(refusal(claiming(16000, 15000)).find("cut short"), std::string::npos);
  EXPECT_NE(refusal(claiming(0, 5)), "(read)");
}

TEST(PngDecoding, AFlatPictureAsSmallAsDeflateAllowsIsRead) {
  const Rgb8 flat(4096, 2048, 77);
  const auto bytes = encode_png(flat, {}, "x.png");
  ASSERT_TRUE(bytes.ok());
  EXPECT_LT(bytes->size(), 60000U);
  const auto read = read_png(bytes_of(*bytes), "x.png");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->picture.pixels, flat.pixels);
}

TEST_F(Png, WritesWhatItReads) {
  const Rgb8 picture = speckled(37, 21);
  const PngText text{{"birddream", "{\"species\": \"K\xC5\x8Dk\xC5\x8D\"}"}, {"Title", ""}};
  const auto file = folder_ / "a.png";
  ASSERT_TRUE(write_png(file, picture, text).ok());
  const auto read = read_png(file);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->picture.pixels, picture.pixels);
  EXPECT_EQ(read->picture.width, 37);
  EXPECT_EQ(read->text, text);
  EXPECT_EQ(read_png_text(file, "birddream").value(), text.at("birddream"));
  EXPECT_EQ(read_png_text(file, "Birddream").value(), std::nullopt);
}

TEST_F(Png, EqualPicturesGiveEqualBytes) {
  const auto one = encode_png(speckled(64, 64), {{"k", "v"}}, "x"),
             other = encode_png(speckled(64, 64), {{"k", "v"}}, "y");
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_EQ(*one, *other);
}

TEST_F(Png, RefusesWhatPngCannotHold) {
  const auto file = folder_ / "a.png";
  EXPECT_FALSE(write_png(file, Rgb8()).ok());
  EXPECT_FALSE(write_png(file, Rgb8(20000, 1)).ok());
  Rgb8 short_of_pixels(4, 4);
  short_of_pixels.pixels.pop_back();
  EXPECT_FALSE(write_png(file, short_of_pixels).ok());
  for (const std::string& keyword : {std::string(), std::string(80, 'k'), std::string(" k"),
                                     std::string("a  b"), std::string("\xC3\xA9"), std::string("a\nb")}) {
    EXPECT_FALSE(write_png(file, speckled(2, 2), {{keyword, "v"}}).ok()) << keyword;
  }
  for (const std::string& text :
       {std::string("\xFF"), std::string("a\0b", 3), std::string(largest_png_text + 1, 'x')}) {
    const Status refused = write_png(file, speckled(2, 2), {{"k", text}});
    ASSERT_FALSE(refused.ok());
    EXPECT_TRUE(refused.error().message.starts_with(file.string())) << refused.error().message;
  }
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_TRUE(
      write_png(file, speckled(2, 2), {{std::string(79, 'k'), std::string(largest_png_text, 'x')}}).ok());
  EXPECT_EQ(read_png(file)->text.at(std::string(79, 'k')).size(), largest_png_text);
}

TEST_F(Png, MissingFilesAndFoldersAreNamed) {
  EXPECT_NE(read_png(folder_ / "none.png").error().message.find("none.png: no such file"), std::string::npos);
  EXPECT_NE(write_png(folder_ / "no/a.png", speckled(2, 2)).error().message.find("does not exist"),
            std::string::npos);
}

}  // namespace
}  // namespace birddream::image
