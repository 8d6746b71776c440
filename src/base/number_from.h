#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace birddream {

/// The number that `text` is from end to end, whatever the locale; a fraction may be "inf" or "nan" too.
/// Nothing: it is not one, or does not fit Number.
template <class Number>
std::optional<Number> number_from(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

}  // namespace birddream
