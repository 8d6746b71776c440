#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "image/rgb8.h"

namespace birddream::image {

/// Keyword to text, both UTF-8 (keywords ASCII), as in a PNG's iTXt, tEXt and zTXt chunks.
using PngText = std::map<std::string, std::string>;

struct PngPicture {
  Rgb8 picture;
  PngText text;  ///< the entries that are whole, up to 1 MiB together; the first of a keyword
};

/// No text of a PNG may be longer, unpacked, when written or read.
inline constexpr std::size_t largest_png_text = std::size_t{1} << 20;

/// Any PNG as 8-bit RGB: gray and palettes spread, 16 bits rounded to 8, transparency laid over mid-gray
/// (128; a dream begins at gray), interlacing undone. Colour profiles and gamma chunks are not applied.
/// `name` stands for the file in messages. Error: not a PNG, damaged, cut short, or beyond limits.h.
Result<PngPicture> read_png(const std::filesystem::path& file);
Result<PngPicture> read_png(std::span<const std::byte> bytes, std::string_view name);

/// One text of a PNG without touching its pixels; the first with that keyword, nullopt when there is none.
/// Accepts any bytes; every length and CRC on the way to the text is checked. Error: not a PNG, cut short,
/// damaged, not UTF-8, or longer than largest_png_text once unpacked.
Result<std::optional<std::string>> read_png_text(const std::filesystem::path& file, std::string_view keyword);
Result<std::optional<std::string>> read_png_text(std::span<const std::byte> bytes, std::string_view keyword,
                                                 std::string_view name);

/// Writes 8-bit RGB, marked sRGB, with `text` as uncompressed iTXt in front of the pixels; the whole file or
/// nothing. The same picture and text give the same bytes. Error: an empty picture, a keyword or text PNG
/// does not allow (1 to 79 printable ASCII characters; UTF-8 without zero bytes), and what
/// write_file_atomically refuses.
Status write_png(const std::filesystem::path& file, const Rgb8& picture, const PngText& text = {});

/// The same in memory; `name` for messages.
Result<std::string> encode_png(const Rgb8& picture, const PngText& text, std::string_view name);

}  // namespace birddream::image
