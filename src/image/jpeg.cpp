#include "image/jpeg.h"

#include <turbojpeg.h>

#include <memory>
#include <new>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "image/exif.h"
#include "image/limits.h"
#include "image/orient.h"

namespace birddream::image {
namespace {

struct Destroy {
  void operator()(void* handle) const { tjDestroy(handle); }
};
using Decoder = std::unique_ptr<void, Destroy>;

struct Header {
  int width = 0, height = 0, colours = 0;
};

// Accurate rather than fast: a start picture is read once. Files with thousands of scans exist to waste time.
constexpr int decode_flags = TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS;

Error refused(std::string_view name, const std::string& why) {
  return Error{std::string(name) + ": the JPEG cannot be read: " + why + ". Fetch or save it again."};
}

/// Decodes into `pixels`, which has room for the whole picture.
Status decode(tjhandle decoder, std::span<const std::byte> bytes, const Header& header, int format,
              std::uint8_t* pixels, std::string_view name) {
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  if (tjDecompress2(decoder, data, static_cast<unsigned long>(bytes.size()), pixels, header.width,
                    header.width * tjPixelSize[format], header.height, format, decode_flags) == 0) {
    return {};
  }
  const std::string why = tjGetErrorStr2(decoder);
  // Cameras that pad their segments are common and harmless. All other warnings mean pixels that were made
  // up.
  if (tjGetErrorCode(decoder) == TJERR_WARNING && why.find("extraneous bytes") != std::string::npos)
    return {};
  return refused(name, why.find("remature end") != std::string::npos ? "it is cut short" : why);
}

std::uint8_t times(unsigned a, unsigned b) {
  return static_cast<std::uint8_t>((a * b + 127) / 255);
}

/// Light that cyan, magenta, yellow and black inks let through, without a colour profile. JPEGs store inks
/// inverted (255 is no ink), as Adobe began it and browsers take for granted.
Rgb8 from_cmyk(const std::vector<std::uint8_t>& inks, Rgb8 picture) {
  const std::uint8_t* from = inks.data();
  for (std::size_t i = 0; i < picture.pixels.size(); i += 3, from += 4) {
    for (std::size_t c = 0; c < 3; ++c) picture.pixels[i + c] = times(from[c], from[3]);
  }
  return picture;
}

Result<Rgb8> decode_cmyk(tjhandle decoder, std::span<const std::byte> bytes, const Header& header,
                         Rgb8 picture, std::string_view name) {
  std::vector<std::uint8_t> inks;
  try {
    inks.resize(picture.pixels.size() / 3 * 4);
  } catch (const std::bad_alloc&) {
    return Error{std::string(name) + ": not enough memory for its pixels. Scale it down first."};
  }
  if (const Status done = decode(decoder, bytes, header, TJPF_CMYK, inks.data(), name); !done)
    return done.error();
  return from_cmyk(inks, std::move(picture));
}

}  // namespace

Result<Rgb8> read_jpeg(std::span<const std::byte> bytes, std::string_view name) {
  const Decoder decoder(tjInitDecompress());
  if (!decoder) return Error{std::string(name) + ": not enough memory to read it."};
  Header header;
  int subsampling = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  const int failed = tjDecompressHeader3(decoder.get(), data, static_cast<unsigned long>(bytes.size()),
                                         &header.width, &header.height, &subsampling, &header.colours);
  // A subsampling without a name in its list fails here, yet decodes well.
  const bool unnamed_subsampling = header.width > 0 && header.height > 0 && subsampling < 0;
  if (failed != 0 && !unnamed_subsampling) return refused(name, tjGetErrorStr2(decoder.get()));
  if (header.width < 1 || header.height < 1)
    return refused(name, "it is cut short");  // tables without a picture
  auto picture = make_picture(name, header.width, header.height);
  if (!picture) return picture;
  if (header.colours == TJCS_CMYK || header.colours == TJCS_YCCK) {
    picture = decode_cmyk(decoder.get(), bytes, header, std::move(picture).value(), name);
    if (!picture) return picture;
  } else if (const Status done = decode(decoder.get(), bytes, header, TJPF_RGB, picture->pixels.data(), name);
             !done) {
    return done.error();
  }
  try {
    return upright(std::move(picture).value(), exif_orientation(bytes));
  } catch (const std::bad_alloc&) {
    return Error{std::string(name) + ": not enough memory to turn it upright. Scale it down first."};
  }
}

Result<Rgb8> read_jpeg(const std::filesystem::path& file) {
  const auto content = read_file(file, largest_file);
  if (!content) return content.error();
  return read_jpeg(std::as_bytes(std::span(content->data(), content->size())), file.string());
}

}  // namespace birddream::image
