#include "image/png_text.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace birddream::image {
namespace {

constexpr std::size_t longest_keyword = 79;

Error damaged() {
  return Error{"it is damaged"};
}
Error too_long() {
  return Error{"it is longer than 1 MiB"};
}

/// Inflates at most largest_png_text bytes, so that a small chunk cannot ask for much memory.
Result<std::string> inflated(std::string_view packed) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return Error{"there is not enough memory to unpack it"};
  // zlib's interface is older than const; it does not write to its input.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string text;
  int state = Z_OK;
  while (state == Z_OK && text.size() <= largest_png_text) {
    std::array<char, 16384> part{};
    stream.next_out = reinterpret_cast<Bytef*>(part.data());
    stream.avail_out = static_cast<uInt>(part.size());
    state = inflate(&stream, Z_NO_FLUSH);
    text.append(part.data(), part.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (text.size() > largest_png_text) return too_long();
  if (state != Z_STREAM_END) return damaged();
  return text;
}

std::string latin1_to_utf8(std::string_view latin1) {
  std::string utf8;
  for (const char c : latin1) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xC0 | code >> 6);
      utf8 += static_cast<char>(0x80 | (code & 0x3F));
    }
  }
  return utf8;
}

struct Payload {
  std::string_view text;
  bool packed = false;
  bool utf8 = false;
};

/// What follows the keyword (PNG specification, third edition, 11.3.3).
Result<Payload> payload_of(const PngChunk& chunk) {
  const std::string_view keyword = text_keyword(chunk);
  if (keyword.empty() || keyword.size() == chunk.data.size()) return damaged();
  std::string_view rest = chunk.data.substr(keyword.size() + 1);
  if (chunk.type == "tEXt") return Payload{rest, false, false};
  if (chunk.type == "zTXt") {
    if (rest.empty() || rest[0] != 0) return damaged();  // compression method 0 is the only one
    return Payload{rest.substr(1), true, false};
  }
  if (rest.size() < 2) return damaged();
  const bool packed = rest[0] == 1;
  if ((!packed && rest[0] != 0) || (packed && rest[1] != 0)) return damaged();
  rest.remove_prefix(2);
  for (int field = 0; field < 2; ++field) {  // language, translated keyword
    const auto end = rest.find('\0');
    if (end == std::string_view::npos) return damaged();
    rest.remove_prefix(end + 1);
  }
  return Payload{rest, packed, true};
}

}  // namespace

bool is_text(const PngChunk& chunk) {
  return chunk.type == "tEXt" || chunk.type == "zTXt" || chunk.type == "iTXt";
}

std::string_view text_keyword(const PngChunk& chunk) {
  return chunk.data.substr(0, std::min(chunk.data.find('\0'), chunk.data.size()));
}

Result<std::string> text_of(const PngChunk& chunk) {
  if (!chunk.intact) return Error{"it is damaged (wrong checksum)"};
  const auto payload = payload_of(chunk);
  if (!payload) return payload.error();
  if (!payload->packed && payload->text.size() > largest_png_text) return too_long();
  auto text = payload->packed ? inflated(payload->text) : Result<std::string>(std::string(payload->text));
  if (!text) return text;
  if (text->find('\0') != std::string::npos) return damaged();
  if (!payload->utf8) *text = latin1_to_utf8(*text);
  if (text->size() > largest_png_text) return too_long();
  if (!is_utf8(*text)) return Error{"it is not UTF-8"};
  return text;
}

Status check_text(std::string_view keyword, std::string_view text) {
  const auto printable = [](char c) { return c >= ' ' && c <= '~'; };
  if (keyword.empty() || keyword.size() > longest_keyword || !std::ranges::all_of(keyword, printable) ||
      keyword.front() == ' ' || keyword.back() == ' ' || keyword.find("  ") != std::string_view::npos) {
    return Error{"the keyword '" + std::string(keyword) +
                 "' is not 1 to 79 printable ASCII characters with single spaces"};
  }
  const std::string subject = "the text '" + std::string(keyword) + "' ";
  if (text.size() > largest_png_text) return Error{subject + "is longer than 1 MiB"};
  if (!is_utf8(text) || text.find('\0') != std::string_view::npos)
    return Error{subject + "is not UTF-8 without zero bytes"};
  return {};
}

Result<std::optional<std::string>> read_png_text(std::span<const std::byte> bytes, std::string_view keyword,
                                                 std::string_view name) {
  using Found = std::optional<std::string>;
  PngChunks chunks(bytes, name);
  for (;;) {
    const auto next = chunks.next();
    if (!next) return next.error();
    if (!next->has_value()) return Found();
    const PngChunk& chunk = **next;
    if (chunk.type == "IHDR" && !chunk.intact)
      return Error{std::string(name) + ": the PNG is damaged (wrong checksum)."};
    if (!is_text(chunk) || text_keyword(chunk) != keyword) continue;
    auto text = text_of(chunk);
    if (!text) {
      return Error{std::string(name) + ": the text '" + std::string(keyword) +
                   "' cannot be read: " + text.error().message + "."};
    }
    return Found(std::move(text).value());
  }
}

}  // namespace birddream::image
