#include "image/read_picture.h"

#include "base/atomic_file.h"
#include "base/fresh_folder.h"
#include "image/golden_pictures.h"

namespace birddream::image {
namespace {

using namespace std::string_literals;
using ReadPicture = InFreshFolder;

TEST_F(ReadPicture, ContentDecidesNotTheName) {
  for (const char* name : {"png_rgb8", "jpeg_444"}) {
    const GoldenPicture golden = golden_picture(name);
    for (const char* file : {"a.png", "a.jpg", "a.txt", "a"}) {
      ASSERT_TRUE(write_file_atomically(folder_ / file, golden.file).ok());
      const auto read = read_picture(folder_ / file);
      ASSERT_TRUE(read.ok()) << read.error().message;
      EXPECT_LE(worst_difference(*read, golden.picture), golden.tolerance);
    }
  }
}

TEST_F(ReadPicture, OtherFormatsAreNamed) {
  const std::pair<std::string, const char*> formats[] = {
      {"GIF89a....", "a GIF"},
      {"RIFF\x10\0\0\0WEBPVP8 "s, "a WebP picture"},
      {"BM......", "a BMP"},
      {"II*\0...."s, "a TIFF"},
      {"MM\0*...."s, "a TIFF"},
      {"\0\0\0\x18"
       "ftypheic...."s,
       "a HEIC picture"},
      {"\0\0\0\x18"
       "ftypmif1...."s,
       "a HEIF picture"},
      {"\0\0\0\x18"
       "ftypavif...."s,
       "an AVIF picture"},
      {"\0\0\0\x18"
       "ftypisom...."s,
       "a video"},
      {"\xFF\x0A...", "a JPEG XL picture"},
      {"%PDF-1.7", "a PDF"},
  };
  for (const auto& [content, format] : formats) {
    const auto read = read_picture(bytes_of(content), "photo");
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().message,
              "photo: is "s + format + ". Only PNG and JPEG are read; save it as one of these.");
  }
}

TEST_F(ReadPicture, AnythingElseIsRefusedPlainly) {
  const auto why = [](const std::string& content) {
    return read_picture(bytes_of(content), "f").error().message;
  };
  EXPECT_EQ(why(""), "f: the file is empty.");
  EXPECT_EQ(why("hello"), "f: is neither a PNG nor a JPEG picture; only these are read.");
  EXPECT_EQ(why("\xFF\xD8"), "f: is neither a PNG nor a JPEG picture; only these are read.");
  EXPECT_NE(read_picture(folder_ / "none").error().message.find("no such file"), std::string::npos);
  EXPECT_NE(read_picture(folder_).error().message.find("is a folder"), std::string::npos);
}

}  // namespace
}  // namespace birddream::image
