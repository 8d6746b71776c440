#include <png.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/atomic_file.h"
#include "image/limits.h"
#include "image/png.h"
#include "image/png_chunks.h"
#include "image/png_text.h"

namespace birddream::image {
namespace {

// libpng reports errors by longjmp. These two structs and the functions from `refuse` to `read_rows` are
// plain C for that reason: nothing with a destructor is alive where a jump passes.
struct Source {
  const std::byte* at;
  std::size_t left;
  std::array<char, 160> message;
};

struct Header {
  png_uint_32 width, height;
  int depth, colour_type;
};

[[noreturn]] void refuse(png_structp png, png_const_charp message) {
  auto* source = static_cast<Source*>(png_get_error_ptr(png));
  std::strncpy(source->message.data(), message, source->message.size() - 1);
  png_longjmp(png, 1);
}

void ignore(png_structp, png_const_charp) {}

void read_bytes(png_structp png, png_bytep to, std::size_t count) {
  auto* source = static_cast<Source*>(png_get_io_ptr(png));
  if (source->left < count) png_error(png, "cut short");
  std::memcpy(to, source->at, count);
  source->at += count;
  source->left -= count;
}

bool read_header(png_structp png, png_infop info, Source* source, Header* header) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_read_fn(png, source, read_bytes);
  // Whoever is too large is refused with a sentence of our own, by check_size.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  // No colour profile, no text: nothing of them is used here, and unpacking them is a risk.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  png_read_info(png, info);
  png_get_IHDR(png, info, &header->width, &header->height, &header->depth, &header->colour_type, nullptr,
               nullptr, nullptr);
  return true;
}

/// Rows of RGBA, 8 bits each, `stride` bytes apart.
bool read_rows(png_structp png, png_infop info, std::uint8_t* rows, png_uint_32 height, std::size_t stride) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  if (png_get_rowbytes(png, info) != stride) png_error(png, "rows of an unexpected length");
  for (int pass = 0; pass < passes; ++pass) {
    for (png_uint_32 y = 0; y < height; ++y) png_read_row(png, rows + y * stride, nullptr);
  }
  png_read_end(png, nullptr);
  return true;
}

class Reader {
 public:
  explicit Reader(Source* source)
      : png_(png_create_read_struct(PNG_LIBPNG_VER_STRING, source, refuse, ignore)),
        info_(png_ != nullptr ? png_create_info_struct(png_) : nullptr) {}
  ~Reader() { png_destroy_read_struct(&png_, &info_, nullptr); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  bool made() const { return info_ != nullptr; }
  png_structp png() const { return png_; }
  png_infop info() const { return info_; }

 private:
  png_structp png_;
  png_infop info_;
};

/// Deflate packs at most 1032 : 1 (zlib's technical notes), so few bytes cannot hold many pixels: a file that
/// says otherwise is refused before memory is spent on it.
bool can_hold(const Header& header, std::size_t file_bytes) {
  const int channels = header.colour_type == PNG_COLOR_TYPE_RGB          ? 3
                       : header.colour_type == PNG_COLOR_TYPE_RGB_ALPHA  ? 4
                       : header.colour_type == PNG_COLOR_TYPE_GRAY_ALPHA ? 2
                                                                         : 1;
  const auto bits = static_cast<std::uint64_t>(header.width) * header.height *
                    static_cast<std::uint64_t>(channels * header.depth);
  return bits / 8 / 1032 <= file_bytes;
}

/// RGBA in place to RGB over mid-gray, in encoded values as browsers blend. Keeps the first three quarters.
void flatten(std::vector<std::uint8_t>& pixels) {
  constexpr unsigned ground = 128;
  std::uint8_t* to = pixels.data();
  for (const std::uint8_t *from = pixels.data(), *end = from + pixels.size(); from != end; from += 4) {
    const unsigned alpha = from[3];
    for (int c = 0; c < 3; ++c)
      *to++ = static_cast<std::uint8_t>((from[c] * alpha + ground * (255 - alpha) + 127) / 255);
  }
  pixels.resize(pixels.size() / 4 * 3);
}

Result<Rgb8> read_pixels(std::span<const std::byte> bytes, std::string_view name) {
  const std::string where(name);
  Source source{bytes.data(), bytes.size(), {}};
  const Reader reader(&source);
  if (!reader.made()) return Error{where + ": not enough memory to read it."};
  const auto refused = [&] {
    return Error{where + ": the PNG cannot be read: " + source.message.data() + ". Fetch or save it again."};
  };
  Header header{};
  if (!read_header(reader.png(), reader.info(), &source, &header)) return refused();
  if (const Status fits = check_size(name, header.width, header.height); !fits) return fits.error();
  if (!can_hold(header, bytes.size()))
    return Error{where + ": the PNG is cut short. Fetch or save it again."};
  Rgb8 picture;
  const std::size_t stride = std::size_t{4} * header.width;
  try {
    picture.pixels.resize(stride * header.height);
  } catch (const std::bad_alloc&) {
    return Error{where + ": not enough memory for its pixels. Scale it down first."};
  }
  if (!read_rows(reader.png(), reader.info(), picture.pixels.data(), header.height, stride)) return refused();
  flatten(picture.pixels);
  picture.width = static_cast<int>(header.width);
  picture.height = static_cast<int>(header.height);
  return picture;
}

PngText all_text(std::span<const std::byte> bytes, std::string_view name) {
  PngText texts;
  std::size_t total = 0;
  int left = 1000;  // text chunks; unpacking ever more of them would only take time
  PngChunks chunks(bytes, name);
  for (;;) {
    const auto next = chunks.next();
    if (!next || !next->has_value() || left == 0) return texts;
    const PngChunk& chunk = **next;
    if (!is_text(chunk)) continue;
    --left;
    if (texts.contains(std::string(text_keyword(chunk)))) continue;
    auto text = text_of(chunk);
    if (!text || total + text->size() > largest_png_text) continue;
    if (!check_text(text_keyword(chunk), *text)) continue;
    total += text->size();
    texts.emplace(text_keyword(chunk), std::move(text).value());
  }
}

std::span<const std::byte> as_bytes(const std::string& content) {
  return std::as_bytes(std::span(content.data(), content.size()));
}

}  // namespace

Result<PngPicture> read_png(std::span<const std::byte> bytes, std::string_view name) {
  if (!is_png(bytes)) return Error{std::string(name) + ": is not a PNG."};
  auto picture = read_pixels(bytes, name);
  if (!picture) return picture.error();
  return PngPicture{std::move(picture).value(), all_text(bytes, name)};
}

Result<PngPicture> read_png(const std::filesystem::path& file) {
  const auto content = read_file(file, largest_file);
  if (!content) return content.error();
  return read_png(as_bytes(*content), file.string());
}

Result<std::optional<std::string>> read_png_text(const std::filesystem::path& file,
                                                 std::string_view keyword) {
  const auto content = read_file(file, largest_file);
  if (!content) return content.error();
  return read_png_text(as_bytes(*content), keyword, file.string());
}

}  // namespace birddream::image
