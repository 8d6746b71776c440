#pragma once

#include <string>

#include "base/result.h"
#include "image/png.h"
#include "image/png_chunks.h"

namespace birddream::image {

/// Whether a chunk is one of tEXt, zTXt, iTXt.
bool is_text(const PngChunk& chunk);

/// The keyword of a text chunk, as it stands; "" when it has none.
std::string_view text_keyword(const PngChunk& chunk);

/// The text of a text chunk, unpacked and as UTF-8. Error (without a file name): damaged, not UTF-8, or
/// longer than largest_png_text; unpacking stops there.
Result<std::string> text_of(const PngChunk& chunk);

/// Error: PNG does not allow this keyword or text, or it is longer than largest_png_text.
Status check_text(std::string_view keyword, std::string_view text);

}  // namespace birddream::image
