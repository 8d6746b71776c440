#pragma once

#include <cstddef>
#include <filesystem>

#include "base/result.h"
#include "checkpoint/quantise.h"

namespace birddream::checkpoint {

/// Weight tensors of at most this many elements are kept in half precision when the rest becomes 8-bit. They
/// are mostly the first layers, where rounding hurts a dream most: in GoogLeNet they are 2 % of the weights,
/// and sparing them raises the gradient's mean cosine to the float32 one from 0.956 to 0.980
/// (assets/README.md).
inline constexpr std::size_t small_tensor = 16384;

/// As encode(), but sparing small tensors when `dtype` is I8, unless their values are too large for half
/// precision.
Result<Encoded> encode_weights(std::span<const float> values, std::span<const std::int64_t> shape,
                               Dtype dtype);

/// Rewrites a weights file, in whatever packing, with another element type; names, shapes and metadata stay.
/// I8 means the scheme of quantise.h for all but small tensors. `from` and `to` may be the same file. Error,
/// with the file and tensor: unreadable or damaged input, values that are not finite or do not fit, or a full
/// disk; `to` is then as it was.
Status convert(const std::filesystem::path& from, const std::filesystem::path& to, Dtype dtype);

}  // namespace birddream::checkpoint
