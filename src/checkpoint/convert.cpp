#include "checkpoint/convert.h"

#include <deque>
#include <new>
#include <utility>

#include "checkpoint/quantise.h"
#include "checkpoint/safetensors.h"
#include "checkpoint/safetensors_header.h"

namespace birddream::checkpoint {
namespace {

Result<Encoded> encode_weights(std::span<const float> values, std::span<const std::int64_t> shape,
                               Dtype dtype) {
  if (dtype == Dtype::i8 && shape.size() >= 2 && values.size() <= small_tensor) {
    // Values too large for half precision go the 8-bit way after all.
    if (auto half = encode(values, shape, Dtype::f16)) return half;
  }
  return encode(values, shape, dtype);
}

}  // namespace

Status convert(const std::filesystem::path& from, const std::filesystem::path& to, Dtype dtype) try {
  const auto refuse = [&](const std::string& why) { return Error{from.string() + ": " + why + "."}; };
  const auto file = SafetensorsFile::open(from);
  if (!file) return file.error();
  const auto stored = stored_tensors(file->tensors());
  if (!stored) return refuse(stored.error().message);

  std::deque<Encoded> owned;  // keeps its elements in place while it grows
  std::vector<TensorRecord> records;
  for (const StoredTensor& tensor : *stored) {
    std::vector<float> values(element_count(*tensor.data));
    if (const Status read = to_float32(tensor, values); !read) return refuse(read.error().message);
    auto encoded = encode_weights(values, tensor.data->shape, dtype);
    if (!encoded) return refuse("tensor " + shown(tensor.data->name) + " " + encoded.error().message);
    const Encoded& kept = owned.emplace_back(std::move(encoded).value());
    records.push_back({tensor.data->name, kept.dtype, tensor.data->shape, kept.bytes});
    if (kept.dtype == Dtype::i8) {
      const std::string name = tensor.data->name + std::string(scale_suffix);
      records.push_back({name, Dtype::f32, {tensor.data->shape[0]}, kept.scale});
    }
  }
  return write_safetensors(to, records, file->tensors().metadata);
} catch (const std::bad_alloc&) {
  return Error{from.string() + ": too large for this machine's memory."};
}

}  // namespace birddream::checkpoint
