#pragma once

#include <cmath>
#include <cstdint>
#include <string>

namespace birddream::record {

/// A tone as a WAV file's bytes: one channel, 8 kHz, 16 bits (pcm_s16le).
inline std::string wav_tone(std::uint32_t seconds) {
  constexpr std::uint32_t rate = 8000;
  const std::uint32_t samples = rate * seconds;
  std::string wav = "RIFF";
  const auto put = [&](std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) wav += static_cast<char>((value >> (8 * i)) & 255U);
  };
  put(36 + 2 * samples, 4);
  wav += "WAVEfmt ";
  put(16, 4), put(1, 2), put(1, 2), put(rate, 4), put(2 * rate, 4), put(2, 2), put(16, 2);
  wav += "data";
  put(2 * samples, 4);
  for (std::uint32_t i = 0; i < samples; ++i) put(static_cast<std::uint16_t>(9000 * std::sin(0.3 * i)), 2);
  return wav;
}

}  // namespace birddream::record
