#include "checkpoint/convert.h"

#include <deque>
#include <new>
#include <utility>

#include "checkpoint/quantise.h"
#include "checkpoint/safetensors.h"
#include "checkpoint/safetensors_header.h"
#include "checkpoint/weights_file.h"

namespace birddream::checkpoint {

Result<Encoded> encode_weights(std::span<const float> values, std::span<const std::int64_t> shape,
                               Dtype dtype) {
  if (dtype == Dtype::i8 && shape.size() >= 2 && values.size() <= small_tensor) {
    // Values too large for half precision go the 8-bit way after all.
    if (auto half = encode(values, shape, Dtype::f16)) return half;
  }
  return encode(values, shape, dtype);
}

Status convert(const std::filesystem::path& from, const std::filesystem::path& to, Dtype dtype) try {
  auto weights = read_weights(from);
  if (!weights) return weights.error();
  std::deque<Encoded> owned;  // keeps its elements in place while it grows
  std::vector<TensorRecord> records;
  for (const auto& [name, tensor] : weights->tensors) {
    auto encoded = encode_weights(tensor.values, tensor.shape, dtype);
    if (!encoded)
      return Error{from.string() + ": tensor " + shown(name) + " " + encoded.error().message + "."};
    const Encoded& kept = owned.emplace_back(std::move(encoded).value());
    records.push_back({name, kept.dtype, tensor.shape, kept.bytes});
    if (kept.dtype == Dtype::i8)
      records.push_back({name + std::string(scale_suffix), Dtype::f32, {tensor.shape[0]}, kept.scale});
  }
  for (const char* key : {"base", "base_fingerprint", "bits"})
    weights->metadata.erase(key);  // whole from here on
  return write_safetensors(to, records, weights->metadata);
} catch (const std::bad_alloc&) {
  return Error{from.string() + ": too large for this machine's memory."};
}

}  // namespace birddream::checkpoint
