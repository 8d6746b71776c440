#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"

namespace birddream::image {

/// Whether the bytes begin with the PNG signature.
bool is_png(std::span<const std::byte> bytes);

struct PngChunk {
  std::string_view type;  ///< four letters
  std::string_view data;
  bool intact = false;  ///< its CRC is right
};

/// Walks the chunks of a PNG in memory. The chunks are views into the bytes.
class PngChunks {
 public:
  /// `name` stands for the file in messages; both must outlive this.
  PngChunks(std::span<const std::byte> bytes, std::string_view name);

  /// The next chunk; nullopt after IEND. Error: no PNG, no IHDR first, a length or type that cannot be, or
  /// the bytes end early. CRCs are not judged here: `intact` says.
  Result<std::optional<PngChunk>> next();

 private:
  std::string_view bytes_;
  std::string_view name_;
  std::size_t at_ = 0;
  bool ended_ = false;
};

}  // namespace birddream::image
