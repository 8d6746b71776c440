#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "image/exif.h"
#include "image/read_picture.h"

namespace {

/// JPEGs to begin from: those of the golden pictures, every kind that is read.
std::vector<std::string> golden_jpegs() {
  std::ifstream lines(BIRDDREAM_SOURCE_DIR "/tests/golden/image_pictures.txt");
  std::vector<std::string> found;
  std::string width, height, tolerance, hex, pixels;
  for (std::string name; lines >> name >> width >> height >> tolerance >> hex >> pixels;) {
    if (!name.starts_with("jpeg_")) continue;
    std::string& bytes = found.emplace_back();
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
      bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  if (found.empty()) std::abort();
  return found;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  static const std::vector<std::string> begin_from = golden_jpegs();
  if (size < 8 || seed % 61 == 0) {
    const std::string& picture = begin_from[seed / 61 % begin_from.size()];
    size = std::min(picture.size(), max_size);
    std::memcpy(data, picture.data(), size);
  }
  return LLVMFuzzerMutate(data, size, max_size);
}

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
