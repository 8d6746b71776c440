#include "image/exif.h"

#include <gtest/gtest.h>

#include <utility>

#include "image/golden_pictures.h"

namespace birddream::image {
namespace {

using namespace std::string_literals;

std::string with_exif(const std::string& tiff) {
  const std::string body = "Exif\0\0"s + tiff;
  const auto size = static_cast<unsigned>(body.size() + 2);
  return "\xFF\xD8\xFF\xE1"s + static_cast<char>(size >> 8) + static_cast<char>(size & 255) + body +
         "\xFF\xDA"s;
}

TEST(Exif, OrientationIsReadInBothByteOrders) {
  EXPECT_EQ(exif_orientation(bytes_of(with_exif("MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0"s))), 6);
  EXPECT_EQ(exif_orientation(bytes_of(with_exif("II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\x08\0\0\0"s))), 8);
}

TEST(Exif, ABrokenOrientationMeansUpright) {
  const std::string good = "MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0"s;
  for (std::size_t size = 0; size < good.size() - 2; ++size) {
    EXPECT_EQ(exif_orientation(bytes_of(with_exif(good.substr(0, size)))), 1) << size;
  }
  const std::string whole = with_exif(good);
  for (std::size_t size = 0; size < whole.size() - 4; ++size) {
    EXPECT_EQ(exif_orientation(bytes_of(whole.substr(0, size))), 1) << size;
  }
  for (const auto& [at, byte] :
       {std::pair(19, '\0'), {19, '\x09'}, {13, '\4'}, {0, 'X'}, {4, '\xFF'}, {3, '+'}}) {
    std::string broken = good;
    broken[static_cast<std::size_t>(at)] = byte;
    EXPECT_EQ(exif_orientation(bytes_of(with_exif(broken))), 1) << at;
  }
}

}  // namespace
}  // namespace birddream::image
