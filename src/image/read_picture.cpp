#include "image/read_picture.h"

#include <array>
#include <string>
#include <utility>

#include "base/atomic_file.h"
#include "image/jpeg.h"
#include "image/limits.h"
#include "image/png.h"
#include "image/png_chunks.h"

namespace birddream::image {
namespace {

using namespace std::string_view_literals;

struct Magic {
  std::size_t at;
  std::string_view bytes;
  const char* format;
};

// The brands of ISO base media files stand behind "ftyp" (ISO/IEC 23008-12, MIAF).
constexpr std::array magics{
    Magic{0, "GIF8"sv, "a GIF"},
    Magic{8, "WEBP"sv, "a WebP picture"},
    Magic{0, "BM"sv, "a BMP"},
    Magic{0, "II*\0"sv, "a TIFF"},
    Magic{0, "MM\0*"sv, "a TIFF"},
    Magic{4, "ftypavif"sv, "an AVIF picture"},
    Magic{4, "ftypavis"sv, "an AVIF picture"},
    Magic{4, "ftyphei"sv, "a HEIC picture"},
    Magic{4, "ftyphev"sv, "a HEIC picture"},
    Magic{4, "ftypmif1"sv, "a HEIF picture"},
    Magic{4, "ftypmsf1"sv, "a HEIF picture"},
    Magic{4, "ftyp"sv, "a video"},
    Magic{0, "\x1A\x45\xDF\xA3"sv, "a video"},
    Magic{0, "8BPS"sv, "a Photoshop file"},
    Magic{0, "%PDF"sv, "a PDF"},
    Magic{0, "\xFF\x0A"sv, "a JPEG XL picture"},
    Magic{4, "JXL \r\n"sv, "a JPEG XL picture"},
    Magic{0, "<svg"sv, "an SVG drawing"},
};

bool is_jpeg(std::string_view content) {
  return content.starts_with("\xFF\xD8\xFF"sv);
}

Error not_readable(std::string_view content, std::string_view name) {
  const std::string where(name);
  if (content.empty()) return Error{where + ": the file is empty."};
  for (const Magic& magic : magics) {
    if (content.size() >= magic.at && content.substr(magic.at).starts_with(magic.bytes)) {
      return Error{where + ": is " + magic.format + ". Only PNG and JPEG are read; save it as one of these."};
    }
  }
  return Error{where + ": is neither a PNG nor a JPEG picture; only these are read."};
}

}  // namespace

Result<Rgb8> read_picture(std::span<const std::byte> bytes, std::string_view name) {
  const std::string_view content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (is_png(bytes)) {
    auto png = read_png(bytes, name);
    if (!png) return png.error();
    return std::move(png->picture);
  }
  if (is_jpeg(content)) return read_jpeg(bytes, name);
  return not_readable(content, name);
}

Result<Rgb8> read_picture(const std::filesystem::path& file) {
  const auto content = read_file(file, largest_file);
  if (!content) return content.error();
  return read_picture(std::as_bytes(std::span(content->data(), content->size())), file.string());
}

}  // namespace birddream::image
