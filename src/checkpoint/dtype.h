#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace birddream::checkpoint {

/// Element types that weights are stored in. i64 is read (PyTorch counts batches in it), never written; u8
/// holds packed bits (difference.h).
enum class Dtype { f32, f16, bf16, i8, i64, u8 };

/// Bytes of one element.
std::size_t size_of(Dtype dtype);

/// As safetensors spells it: "F32", "F16", "BF16", "I8", "I64", "U8".
std::string_view name_of(Dtype dtype);
std::optional<Dtype> dtype_named(std::string_view name);

/// IEEE 754 binary16 and bfloat16, by their bits. To them: rounds to nearest, ties to even; what is too large
/// becomes infinite, NaN stays NaN.
float half_to_float(std::uint16_t bits);
std::uint16_t float_to_half(float value);
float bfloat16_to_float(std::uint16_t bits);
std::uint16_t float_to_bfloat16(float value);

}  // namespace birddream::checkpoint
