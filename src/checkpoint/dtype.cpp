#include "checkpoint/dtype.h"

#include <array>
#include <bit>
#include <cmath>

namespace birddream::checkpoint {
namespace {

struct Traits {
  Dtype dtype;
  std::string_view name;
  std::size_t size;
};

constexpr std::array<Traits, 6> table = {{
    {Dtype::f32, "F32", 4},
    {Dtype::f16, "F16", 2},
    {Dtype::bf16, "BF16", 2},
    {Dtype::i8, "I8", 1},
    {Dtype::i64, "I64", 8},
    {Dtype::u8, "U8", 1},
}};

constexpr std::uint32_t infinity = 0x7f800000;

}  // namespace

std::size_t size_of(Dtype dtype) {
  return table[static_cast<std::size_t>(dtype)].size;
}

std::string_view name_of(Dtype dtype) {
  return table[static_cast<std::size_t>(dtype)].name;
}

std::optional<Dtype> dtype_named(std::string_view name) {
  for (const Traits& traits : table) {
    if (traits.name == name) return traits.dtype;
  }
  return std::nullopt;
}

float half_to_float(std::uint16_t bits) {
  const std::uint32_t sign = (bits & 0x8000U) << 16;
  const std::uint32_t exponent = (bits >> 10) & 0x1fU;
  const std::uint32_t mantissa = bits & 0x3ffU;
  if (exponent == 0) {  // subnormal: units of 2^-24
    const float magnitude = std::ldexp(static_cast<float>(mantissa), -24);
    return sign != 0 ? -magnitude : magnitude;
  }
  if (exponent == 0x1f) return std::bit_cast<float>(sign | infinity | (mantissa << 13));
  return std::bit_cast<float>(sign | ((exponent + 127 - 15) << 23) | (mantissa << 13));
}

std::uint16_t float_to_half(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000U);
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  const auto with_sign = [sign](std::uint32_t rest) { return static_cast<std::uint16_t>(sign | rest); };
  if (magnitude > infinity) return with_sign(0x7e00);
  // From 65520 on (half way beyond the largest half, 65504) rounding leads to infinity.
  if (magnitude >= 0x477ff000U) return with_sign(0x7c00);
  // Below 2^-14 the result is a multiple of 2^-24. Next to 0.5 floats are 2^-24 apart, so the addition
  // rounds.
  if (magnitude < 0x38800000U) {
    return with_sign(std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) + 0.5F) - 0x3f000000U);
  }
  const std::uint32_t even = (magnitude >> 13) & 1U;
  return with_sign((magnitude - ((127U - 15U) << 23) + 0xfffU + even) >> 13);
}

float bfloat16_to_float(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

std::uint16_t float_to_bfloat16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  if ((bits & 0x7fffffffU) > infinity) return static_cast<std::uint16_t>((bits >> 16) | 0x40U);
  const std::uint32_t even = (bits >> 16) & 1U;
  return static_cast<std::uint16_t>((bits + 0x7fffU + even) >> 16);
}

}  // namespace birddream::checkpoint
