#pragma once

#include <algorithm>
#include <cstdio>
#include <string>

namespace birddream {

/// Numbers and C strings as text. `format`: as printf() wants it for these values.
template <class... Values>
std::string formatted(const char* format, Values... values) {
  const int length = std::max(std::snprintf(nullptr, 0, format, values...), 0);
  std::string text(static_cast<std::size_t>(length), '\0');
  std::snprintf(text.data(), text.size() + 1, format, values...);
  return text;
}

}  // namespace birddream
