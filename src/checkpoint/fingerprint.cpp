#include "checkpoint/fingerprint.h"

#include <array>
#include <bit>
#include <cstring>

namespace birddream::checkpoint {
namespace {

// The five primes of the specification.
constexpr std::uint64_t p1 = 0x9E3779B185EBCA87;
constexpr std::uint64_t p2 = 0xC2B2AE3D27D4EB4F;
constexpr std::uint64_t p3 = 0x165667B19E3779F9;
constexpr std::uint64_t p4 = 0x85EBCA77C2B2AE63;
constexpr std::uint64_t p5 = 0x27D4EB2F165667C5;

static_assert(std::endian::native == std::endian::little, "words are read in the machine's byte order");

template <class Word>
std::uint64_t word_at(const std::byte* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

std::uint64_t round(std::uint64_t lane, std::uint64_t input) {
  return std::rotl(lane + input * p2, 31) * p1;
}

}  // namespace

std::uint64_t xxh64(std::span<const std::byte> bytes) {
  const std::byte* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t hash = p5;
  if (left >= 32) {
    std::array<std::uint64_t, 4> lanes = {p1 + p2, p2, 0, 0 - p1};
    for (; left >= 32; at += 32, left -= 32) {
      for (std::size_t i = 0; i < 4; ++i) lanes[i] = round(lanes[i], word_at<std::uint64_t>(at + 8 * i));
    }
    hash =
        std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) + std::rotl(lanes[3], 18);
    for (const std::uint64_t lane : lanes) hash = (hash ^ round(0, lane)) * p1 + p4;
  }
  hash += bytes.size();
  for (; left >= 8; at += 8, left -= 8) {
    hash = std::rotl(hash ^ round(0, word_at<std::uint64_t>(at)), 27) * p1 + p4;
  }
  for (; left >= 4; at += 4, left -= 4) {
    hash = std::rotl(hash ^ word_at<std::uint32_t>(at) * p1, 23) * p2 + p3;
  }
  for (; left > 0; ++at, --left) hash = std::rotl(hash ^ word_at<std::uint8_t>(at) * p5, 11) * p1;
  hash = (hash ^ (hash >> 33)) * p2;
  hash = (hash ^ (hash >> 29)) * p3;
  return hash ^ (hash >> 32);
}

std::string fingerprint(std::span<const std::byte> bytes) {
  const std::uint64_t hash = xxh64(bytes);
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[(hash >> shift) & 0xf];
  return text;
}

}  // namespace birddream::checkpoint
