#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "image/png.h"

namespace {

using namespace birddream::image;

/// Right lengths and checksums wherever chunks can be followed: without them almost nothing gets past the
/// first check.
void mend(std::uint8_t* data, std::size_t size) {
  for (std::size_t at = 8; at + 12 <= size;) {
    const std::size_t length =
        std::size_t{data[at]} << 24 | data[at + 1] << 16 | data[at + 2] << 8 | data[at + 3];
    if (length > size - at - 12) return;
    const auto crc = crc32(0, data + at + 4, static_cast<uInt>(length + 4));
    for (std::size_t i = 0; i < 4; ++i)
      data[at + 8 + length + i] = static_cast<std::uint8_t>(crc >> (24 - 8 * i));
    at += 12 + length;
  }
}

/// PNGs to begin from, with texts of all kinds.
std::string seed_picture(unsigned seed) {
  const int width = 1 + static_cast<int>(seed % 9);
  auto whole =
      encode_png(Rgb8(width, 3, static_cast<std::uint8_t>(seed)), {{"birddream", "{\"seed\": 1}"}}, "seed");
  if (!whole) std::abort();
  using namespace std::string_literals;
  const std::string texts[] = {"\0\0\0\x0EtEXtbirddream\0abcd0000"s,
                               "\0\0\0\x17zTXtbirddream\0\0x\x9cKLJN\x01\0\x03\xd8\x01\x8b"
                               "0000"s,
                               "\0\0\0\x1AiTXtbirddream\0\1\0\0\0x\x9cKLJN\x01\0\x03\xd8\x01\x8b"
                               "0000"s,
                               "\0\0\0\x06tRNS0123450000"s, "\0\0\0\x06PLTE0123450000"s};
  constexpr std::size_t behind_header = 8 + 25;
  if (seed / 9 % 2 == 0) whole->insert(behind_header, texts[seed / 18 % std::size(texts)]);
  return *whole;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  if (size < 8 || seed % 61 == 0) {
    const std::string picture = seed_picture(seed / 61);
    size = std::min(picture.size(), max_size);
    std::memcpy(data, picture.data(), size);
  }
  size = LLVMFuzzerMutate(data, size, max_size);
  if (seed % 8 != 0) mend(data, size);
  return size;
}

/// Any bytes: a refusal or a picture, never a crash; and what was accepted survives being written and read
/// again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  const auto text = read_png_text(bytes, "birddream", "fuzz");
  if (text && text->has_value() && (*text)->size() > largest_png_text) std::abort();
  const auto read = read_png(bytes, "fuzz");
  if (!read) return 0;
  if (text && text->has_value() && read->text.contains("birddream") && read->text.at("birddream") != **text) {
    std::abort();
  }
  const auto written = encode_png(read->picture, read->text, "fuzz");
  if (!written) std::abort();
  const auto again = read_png(std::as_bytes(std::span(written->data(), written->size())), "fuzz");
  if (!again || again->picture.pixels != read->picture.pixels || again->text != read->text) std::abort();
  return 0;
}
