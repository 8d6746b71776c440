#pragma once

#include <cstdint>
#include <span>
#include <string>

/// A safetensors file spelled by hand, so that tests can lie in every field.
inline std::string raw_safetensors(const std::string& header, std::size_t data_bytes) {
  std::string text;
  for (int i = 0; i < 8; ++i) text += static_cast<char>((header.size() >> (8 * i)) & 0xff);
  return text + header + std::string(data_bytes, '\0');
}

inline std::span<const std::byte> as_bytes(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}
