#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

/// check() of any bytes; and of a good text with some of its bytes replaced by them, which gets past the
/// first checks sooner.
template <class Check>
void check_with_damage(const std::uint8_t* data, std::size_t size, const std::string& good, Check&& check) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check(bytes);
  if (size < 3) return;
  std::string text = good;
  const std::size_t from = (data[0] * 256U + data[1]) % text.size();
  text.replace(from, std::min<std::size_t>(data[2], text.size() - from), bytes.substr(3));
  check(text);
}
