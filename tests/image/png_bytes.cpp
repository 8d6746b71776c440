#include "image/png_bytes.h"

#include <zlib.h>

#include <vector>

namespace birddream::image {
namespace {

std::string big_endian(unsigned long value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFF);
  return bytes;
}

}  // namespace

std::string png_signature() {
  return "\x89PNG\r\n\x1a\n";
}

std::string png_chunk(std::string_view type, std::string_view data) {
  const std::string checked = std::string(type) + std::string(data);
  const auto crc =
      crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size()));
  return big_endian(data.size()) + checked + big_endian(crc);
}

std::string png_header(unsigned width, unsigned height) {
  return png_chunk("IHDR", big_endian(width) + big_endian(height) + std::string("\x08\x02\0\0\0", 5));
}

std::string deflated(std::string_view plain) {
  uLongf size = compressBound(static_cast<uLong>(plain.size()));
  std::string packed(size, '\0');
  compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(plain.data()),
            static_cast<uLong>(plain.size()), 9);
  packed.resize(size);
  return packed;
}

std::string png_around(std::string_view chunks) {
  return png_signature() + png_header(1, 1) + std::string(chunks) +
         png_chunk("IDAT", deflated(std::string_view("\0abc", 4))) + png_chunk("IEND", "");
}

}  // namespace birddream::image
