#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "image/exif.h"
#include "image/read_picture.h"

/// Any bytes: a refusal or a picture, never a crash; an orientation is one of eight.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace birddream::image;
  const auto bytes = std::as_bytes(std::span(data, size));
  const int orientation = exif_orientation(bytes);
  if (orientation < 1 || orientation > 8) std::abort();
  // The EXIF reader gets its own chance, behind a head that is hard to guess.
  constexpr std::string_view head(
      "\xFF\xD8\xFF\xE1\x00\xFF"
      "Exif\0\0",
      12);
  const auto exif = std::as_bytes(std::span(head.data(), head.size()));
  std::vector<std::byte> framed(exif.begin(), exif.end());
  framed.insert(framed.end(), bytes.begin(), bytes.end());
  framed.resize(4 + 255);
  const int framed_orientation = exif_orientation(framed);
  if (framed_orientation < 1 || framed_orientation > 8) std::abort();

  const auto read = read_picture(bytes, "fuzz");
  if (read && read->pixels.size() != std::size_t(3) * std::size_t(read->width) * std::size_t(read->height))
    std::abort();
  return 0;
}
