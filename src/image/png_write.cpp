#include <png.h>

#include <array>
#include <cstring>
#include <vector>

#include "base/atomic_file.h"
#include "image/limits.h"
#include "image/png.h"
#include "image/png_text.h"

namespace birddream::image {
namespace {

// libpng reports errors by longjmp: the functions from `refuse` to `write_all` are plain C, nothing with a
// destructor is alive where a jump passes.
struct Sink {
  std::string* bytes;
  std::array<char, 160> message;
};

[[noreturn]] void refuse(png_structp png, png_const_charp message) {
  auto* sink = static_cast<Sink*>(png_get_error_ptr(png));
  std::strncpy(sink->message.data(), message, sink->message.size() - 1);
  png_longjmp(png, 1);
}

void ignore(png_structp, png_const_charp) {}

bool append(std::string* to, const png_byte* from, std::size_t count) noexcept {
  try {
    to->append(reinterpret_cast<const char*>(from), count);
    return true;
  } catch (...) {
    return false;
  }
}

void write_bytes(png_structp png, png_bytep from, std::size_t count) {
  auto* sink = static_cast<Sink*>(png_get_io_ptr(png));
  if (!append(sink->bytes, from, count)) png_error(png, "not enough memory");
}

void flush(png_structp) {}

bool write_all(png_structp png, png_infop info, Sink* sink, const Rgb8* picture, png_text* texts,
               int text_count) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_write_fn(png, sink, write_bytes, flush);
  png_set_IHDR(png, info, static_cast<png_uint_32>(picture->width), static_cast<png_uint_32>(picture->height),
               8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
  if (text_count > 0) png_set_text(png, info, texts, text_count);
  // On dreams 1 % larger than level 6 (the default) at most, and up to three times as fast.
  png_set_compression_level(png, 4);
  png_write_info(png, info);
  for (int y = 0; y < picture->height; ++y) png_write_row(png, picture->at(0, y));
  png_write_end(png, info);
  return true;
}

class Writer {
 public:
  explicit Writer(Sink* sink)
      : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, sink, refuse, ignore)),
        info_(png_ != nullptr ? png_create_info_struct(png_) : nullptr) {}
  ~Writer() { png_destroy_write_struct(&png_, &info_); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  bool made() const { return info_ != nullptr; }
  png_structp png() const { return png_; }
  png_infop info() const { return info_; }

 private:
  png_structp png_;
  png_infop info_;
};

png_text text_entry(const std::string& keyword, const std::string& text) {
  static char none = 0;
  png_text entry{};
  entry.compression = PNG_ITXT_COMPRESSION_NONE;
  entry.key = const_cast<char*>(keyword.c_str());  // libpng copies, it does not write to them
  entry.text = const_cast<char*>(text.c_str());
  entry.itxt_length = text.size();
  entry.lang = &none;
  entry.lang_key = &none;
  return entry;
}

}  // namespace

Result<std::string> encode_png(const Rgb8& picture, const PngText& text, std::string_view name) {
  const std::string where(name);
  if (picture.pixels.empty()) return Error{where + ": there is no picture to write."};
  if (const Status fits = check_size(name, picture.width, picture.height); !fits) return fits.error();
  if (!is_whole(picture)) {
    return Error{where + ": the picture's pixels do not fill its size."};
  }
  std::vector<png_text> entries;
  for (const auto& [keyword, content] : text) {
    if (const Status allowed = check_text(keyword, content); !allowed)
      return Error{where + ": " + allowed.error().message + "."};
    entries.push_back(text_entry(keyword, content));
  }
  std::string bytes;
  Sink sink{&bytes, {}};
  const Writer writer(&sink);
  if (!writer.made()) return Error{where + ": not enough memory to write it."};
  if (!write_all(writer.png(), writer.info(), &sink, &picture, entries.data(),
                 static_cast<int>(entries.size()))) {
    return Error{where + ": the PNG cannot be written: " + sink.message.data() + "."};
  }
  return bytes;
}

Status write_png(const std::filesystem::path& file, const Rgb8& picture, const PngText& text) {
  const auto bytes = encode_png(picture, text, file.string());
  if (!bytes) return bytes.error();
  return write_file_atomically(file, *bytes);
}

}  // namespace birddream::image
