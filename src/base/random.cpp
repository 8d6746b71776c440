#include "base/random.h"

#include <cmath>

namespace birddream {
namespace {

constexpr std::uint64_t golden_gamma = 0x9E3779B97F4A7C15ULL;

// The output function of splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators",
// 2014).
std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t step)
    : state_(mix(mix(seed + golden_gamma) + step * golden_gamma)) {}

std::uint64_t Random::bits() {
  return mix(state_ += golden_gamma);
}

float Random::uniform(float low, float high) {
  // 24 bits: every float in [0, 1) of that spacing is exact, and 1 itself cannot come out.
  const float unit = static_cast<float>(bits() >> 40) * 0x1p-24F;
  const float value = low + (high - low) * unit;
  return value < high || low == high ? value : std::nextafter(high, low);
}

int Random::integer(int low, int high) {
  const auto span = static_cast<std::uint64_t>(static_cast<std::int64_t>(high) - low) + 1;
  // Multiply-shift (Lemire 2019) without rejection: the bias is below span / 2^32. A span of 2^32 still fits.
  const std::uint64_t scaled = ((bits() >> 32) * span) >> 32;
  return static_cast<int>(low + static_cast<std::int64_t>(scaled));
}

float Random::normal() {
  // 1 - u is in (0, 1]: the logarithm is finite.
  const double radius = std::sqrt(-2.0 * std::log(1.0 - static_cast<double>(bits() >> 11) * 0x1p-53));
  const double angle = 6.283185307179586 * (static_cast<double>(bits() >> 11) * 0x1p-53);
  return static_cast<float>(radius * std::cos(angle));
}

bool Random::coin(float probability_of_true) {
  return uniform(0.0F, 1.0F) < probability_of_true;
}

}  // namespace birddream
