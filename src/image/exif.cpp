#include "image/exif.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace birddream::image {
namespace {

using namespace std::string_view_literals;

/// Bounds-checked numbers of either byte order.
class Bytes {
 public:
  Bytes(std::string_view bytes, bool big_endian) : bytes_(bytes), big_(big_endian) {}

  std::optional<std::uint32_t> number(std::size_t at, std::size_t count) const {
    if (at > bytes_.size() || bytes_.size() - at < count) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t place = big_ ? at + i : at + count - 1 - i;
      value = value << 8 | static_cast<unsigned char>(bytes_[place]);
    }
    return value;
  }

 private:
  std::string_view bytes_;
  bool big_;
};

/// Of a TIFF structure (EXIF 2.32, 4.5): the first directory's tag Orientation, a SHORT.
std::optional<int> orientation_in(std::string_view tiff) {
  constexpr std::uint32_t orientation_tag = 0x0112, type_short = 3;
  constexpr std::size_t entry_size = 12;
  if (!tiff.starts_with("MM\0*"sv) && !tiff.starts_with("II*\0"sv)) return std::nullopt;
  const Bytes bytes(tiff, tiff[0] == 'M');
  const auto directory = bytes.number(4, 4);
  if (!directory) return std::nullopt;
  const auto count = bytes.number(*directory, 2);
  if (!count) return std::nullopt;
  for (std::size_t i = 0; i < *count; ++i) {
    const std::size_t entry = std::size_t{*directory} + 2 + i * entry_size;
    const auto tag = bytes.number(entry, 2);
    const auto type = bytes.number(entry + 2, 2);
    const auto value = bytes.number(entry + 8, 2);
    if (!tag || !type || !value) return std::nullopt;
    if (*tag != orientation_tag) continue;
    if (*type != type_short || *value < 1 || *value > 8) return std::nullopt;
    return static_cast<int>(*value);
  }
  return std::nullopt;
}

}  // namespace

int exif_orientation(std::span<const std::byte> jpeg) {
  constexpr std::uint32_t start_of_scan = 0xDA, end_of_image = 0xD9, app1 = 0xE1;
  constexpr auto exif_head = "Exif\0\0"sv;
  constexpr int upright = 1;
  const std::string_view all(reinterpret_cast<const char*>(jpeg.data()), jpeg.size());
  const Bytes bytes(all, true);
  for (std::size_t at = 2;;) {  // past SOI
    if (bytes.number(at, 1) != 0xFFU) return upright;
    while (bytes.number(at + 1, 1) == 0xFFU) ++at;  // fill bytes
    const auto marker = bytes.number(at + 1, 1);
    if (!marker || *marker == start_of_scan || *marker == end_of_image) return upright;
    const auto length = bytes.number(at + 2, 2);  // counts itself
    if (!length || *length < 2 || all.size() - (at + 2) < *length) return upright;
    const std::string_view body = all.substr(at + 4, *length - 2);
    if (*marker == app1 && body.starts_with(exif_head)) {
      if (const auto found = orientation_in(body.substr(exif_head.size()))) return *found;
    }
    at += 2 + *length;
  }
}

}  // namespace birddream::image
