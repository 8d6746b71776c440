#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace birddream::checkpoint {

/// What the JSON header of a safetensors file claims about one tensor. Well-formed, but not yet believed.
struct HeaderEntry {
  std::string name;
  std::string dtype;
  std::vector<std::int64_t> shape;  ///< each >= 0, at most 8
  std::uint64_t begin = 0;          ///< bytes, from the end of the header
  std::uint64_t end = 0;
};

struct Header {
  std::vector<HeaderEntry> entries;  ///< in the order of the text
  std::map<std::string, std::string> metadata;
};

/// A file begins with the header's length, in so many bytes.
inline constexpr std::size_t length_size = 8;
inline constexpr std::uint64_t longest_header = 100'000'000;  ///< as the format's own implementation
std::uint64_t header_length(std::span<const std::byte, length_size> prefix);

/// Reads foreign text: never throws and needs no stack in proportion to the nesting. Refused, with the
/// reason: what is not UTF-8 JSON, any nesting but the format's, unknown, missing or repeated keys, negative
/// or broken numbers. The Error does not name the file.
Result<Header> parse_header(std::string_view json_text);

/// 'name' for a message: cut when long, control characters replaced, so that a hostile one cannot play with
/// the terminal.
std::string shown(std::string_view name);

}  // namespace birddream::checkpoint
