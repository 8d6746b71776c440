#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

#include "base/result.h"
#include "image/rgb8.h"

namespace birddream::image {

/// A photo of a user's choice: PNG or JPEG, told apart by content, whatever the name ends in. Error: what
/// read_png and read_jpeg refuse, or another format, which is named where it is recognised (GIF, WebP, HEIC
/// ...).
Result<Rgb8> read_picture(const std::filesystem::path& file);
Result<Rgb8> read_picture(std::span<const std::byte> bytes, std::string_view name);

}  // namespace birddream::image
