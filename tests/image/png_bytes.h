#pragma once

#include <string>
#include <string_view>

namespace birddream::image {

/// PNG chunks by hand, for files that no writer would write.
std::string png_signature();
std::string png_chunk(std::string_view type, std::string_view data);
/// 8-bit RGB of that size.
std::string png_header(unsigned width, unsigned height);
/// As in zTXt and compressed iTXt chunks.
std::string deflated(std::string_view plain);
/// Signature, a 1x1 header, `chunks`, one pixel, IEND.
std::string png_around(std::string_view chunks);

}  // namespace birddream::image
