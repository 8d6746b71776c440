#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace birddream::ui {

/// Numbers as text. `format`: as printf() wants it for these values; 127 bytes of result at most.
template <class... Values>
std::string formatted(const char* format, Values... values) {
  std::array<char, 128> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

}  // namespace birddream::ui
