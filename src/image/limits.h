#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "image/rgb8.h"

namespace birddream::image {

/// What a picture from outside may be at most, in pixels. Checked before memory is asked for.
inline constexpr std::int64_t largest_side = 16384;
inline constexpr std::int64_t most_pixels = 256'000'000;
/// And in bytes as a file.
inline constexpr std::size_t largest_file = std::size_t{1} << 30;

/// Error: `name` (a file) states a size of nothing or beyond the limits.
Status check_size(std::string_view name, std::int64_t width, std::int64_t height);

/// Whether the pixels are as many as the size says; an empty picture is whole.
bool is_whole(const Rgb8& picture);

/// A black picture of a size that check_size allows. Error: that, or not enough memory.
Result<Rgb8> make_picture(std::string_view name, std::int64_t width, std::int64_t height);

}  // namespace birddream::image
