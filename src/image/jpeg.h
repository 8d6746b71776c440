#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

#include "base/result.h"
#include "image/rgb8.h"

namespace birddream::image {

/// A JPEG as 8-bit RGB, upright (the EXIF orientation is applied). Gray is spread; CMYK and YCCK become RGB
/// by plain multiplication (Adobe's inverted inks), without a colour profile. Error: not a JPEG, damaged, cut
/// short, or beyond limits.h.
Result<Rgb8> read_jpeg(const std::filesystem::path& file);
Result<Rgb8> read_jpeg(std::span<const std::byte> bytes, std::string_view name);

}  // namespace birddream::image
