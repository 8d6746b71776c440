#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "checkpoint/dtype.h"
#include "checkpoint/safetensors.h"

/// Weights in fewer bits. The 8-bit scheme is symmetric and per output channel (the first dimension):
/// weight = scale[o] * q with q in -127..127, the scales in a tensor of their own, `NAME.scale`, F32 [O].
/// See Krishnamoorthi 2018 (arXiv 1806.08342), section 3.1.
namespace birddream::checkpoint {

/// The suffix that joins a tensor's scales to it.
inline constexpr std::string_view scale_suffix = ".scale";

/// A tensor and the scales that belong to it (null unless it is I8).
struct StoredTensor {
  const TensorRecord* data = nullptr;
  const TensorRecord* scale = nullptr;
};

/// Pairs every tensor with its scales; sorted by name. Valid as long as `tensors`. Error: an I8 tensor
/// without scales, or scales of the wrong shape or type. (`X.scale` without an I8 `X` is a tensor like any
/// other.)
Result<std::vector<StoredTensor>> stored_tensors(const Tensors& tensors);

/// Neither NaN nor infinite, any of them.
bool all_finite(std::span<const float> values);

/// Elements of a tensor.
std::size_t element_count(const TensorRecord& record);

/// Decodes into `values`, which has room for element_count(). Error: a value or scale that is not finite, or
/// a negative scale. The Error names the tensor, not the file.
Status to_float32(const StoredTensor& stored, std::span<float> values);

struct Encoded {
  Dtype dtype = Dtype::f32;
  std::vector<std::byte> bytes;
  std::vector<std::byte> scale;  ///< F32 [O] for I8, else empty
};

/// Encodes row-major `values`. I8 is for weights: tensors of fewer than two dimensions (biases) stay F32.
/// Error: a value that is not finite or too large for half precision. The Error does not name the tensor.
Result<Encoded> encode(std::span<const float> values, std::span<const std::int64_t> shape, Dtype dtype);

}  // namespace birddream::checkpoint
