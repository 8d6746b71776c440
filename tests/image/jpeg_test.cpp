#include "image/jpeg.h"

#include <gtest/gtest.h>

#include "image/golden_pictures.h"

namespace birddream::image {
namespace {

using namespace std::string_literals;

std::string refusal(const std::string& file) {
  const auto read = read_jpeg(bytes_of(file), "x.jpg");
  return read ? "(read)" : read.error().message;
}

TEST(Jpeg, EveryKindAgreesWithPillow) {
  const auto all = golden_pictures("jpeg_");
  EXPECT_EQ(all.size(), 17U);
  for (const GoldenPicture& golden : all) {
    const auto read = read_jpeg(bytes_of(golden.file), golden.name);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_LE(worst_difference(*read, golden.picture), golden.tolerance) << golden.name;
  }
}

TEST(Jpeg, EveryCutIsRefused) {
  for (const char* name : {"jpeg_444", "jpeg_progressive", "jpeg_cmyk_adobe", "jpeg_orientation6"}) {
    const std::string file = golden_picture(name).file;
    for (std::size_t size = 0; size < file.size(); ++size) {
      const std::string why = refusal(file.substr(0, size));
      ASSERT_TRUE(why.starts_with("x.jpg: the JPEG cannot be read: ")) << name << " " << size << " " << why;
    }
  }
  const std::string whole = golden_picture("jpeg_444").file;
  EXPECT_NE(refusal(whole.substr(0, whole.size() - 40)).find("cut short"), std::string::npos);
}

TEST(Jpeg, DamageInTheMiddleIsRefused) {
  std::string file = golden_picture("jpeg_444").file;
  file.replace(file.size() - 60, 20, std::string(20, '\x7E'));
  EXPECT_NE(refusal(file), "(read)");
}

TEST(Jpeg, PaddingThatCamerasLeaveIsHarmless) {
  const GoldenPicture golden = golden_picture("jpeg_444");
  const auto behind = read_jpeg(bytes_of(golden.file + std::string(100, 'x')), "x.jpg");
  ASSERT_TRUE(behind.ok()) << behind.error().message;
  std::string padded = golden.file;
  padded.insert(padded.size() - 2, std::string(4, '\0'));
  const auto inside = read_jpeg(bytes_of(padded), "x.jpg");
  ASSERT_TRUE(inside.ok()) << inside.error().message;
  EXPECT_LE(worst_difference(*inside, golden.picture), golden.tolerance);
}

TEST(Jpeg, TooLargeIsRefusedBeforeMemoryIsTaken) {
  std::string file = golden_picture("jpeg_444").file;
  const auto frame = file.find("\xFF\xC0"s);
  ASSERT_NE(frame, std::string::npos);
  file.replace(frame + 5, 4, "\xF0\0\xF0\0"s);
  EXPECT_NE(refusal(file).find("too many"), std::string::npos) << refusal(file);
}

}  // namespace
}  // namespace birddream::image
