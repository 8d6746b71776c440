#pragma once

#include <cstddef>
#include <span>

namespace birddream::image {

/// The EXIF orientation (tag 0x0112) of a JPEG, 1..8; 1, upright, when there is none or it is damaged. Any
/// bytes are safe.
int exif_orientation(std::span<const std::byte> jpeg);

}  // namespace birddream::image
