#include "image/png_chunks.h"

#include <zlib.h>

#include <algorithm>
#include <string>

namespace birddream::image {
namespace {

using namespace std::string_view_literals;
constexpr auto signature = "\x89PNG\r\n\x1a\n"sv;
// Length, type and CRC (PNG specification, third edition, 5.3).
constexpr std::size_t chunk_overhead = 12;
constexpr std::size_t longest_chunk = 0x7FFFFFFF;

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::uint32_t big_endian(std::string_view four) {
  std::uint32_t value = 0;
  for (const char c : four.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace

bool is_png(std::span<const std::byte> bytes) {
  return as_text(bytes).starts_with(signature);
}

PngChunks::PngChunks(std::span<const std::byte> bytes, std::string_view name)
    : bytes_(as_text(bytes)), name_(name) {}

Result<std::optional<PngChunk>> PngChunks::next() {
  using Chunk = std::optional<PngChunk>;
  if (ended_) return Chunk();
  const std::string where(name_);
  const bool first = at_ == 0;
  if (first) {
    if (!bytes_.starts_with(signature)) return Error{where + ": is not a PNG."};
    at_ = signature.size();
  }
  const std::string_view rest = bytes_.substr(at_);
  const Error cut_short{where + ": the PNG is cut short. Fetch or save it again."};
  if (rest.size() < chunk_overhead) return cut_short;
  const std::size_t length = big_endian(rest);
  PngChunk chunk;
  chunk.type = rest.substr(4, 4);
  if (length > longest_chunk || !std::ranges::all_of(chunk.type, is_letter) ||
      first != (chunk.type == "IHDR")) {
    return Error{where + ": the PNG is damaged: something else stands where a chunk should begin."};
  }
  if (rest.size() - chunk_overhead < length) return cut_short;
  chunk.data = rest.substr(8, length);
  const auto* checked = reinterpret_cast<const Bytef*>(chunk.type.data());
  chunk.intact = crc32(0, checked, static_cast<uInt>(length + 4)) == big_endian(rest.substr(8 + length));
  at_ += chunk_overhead + length;
  ended_ = chunk.type == "IEND";
  return Chunk(chunk);
}

}  // namespace birddream::image
