#include "checkpoint/quantise.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "checkpoint/safetensors_header.h"

namespace birddream::checkpoint {
namespace {

constexpr float largest_level = 127.0F;

template <class T>
T element(std::span<const std::byte> bytes, std::size_t index) {
  T value;
  std::memcpy(&value, bytes.data() + index * sizeof(T), sizeof(T));
  return value;
}

template <class T>
void append(std::vector<std::byte>& bytes, T value) {
  const auto* first = reinterpret_cast<const std::byte*>(&value);
  bytes.insert(bytes.end(), first, first + sizeof(T));
}

std::string scale_fault(const StoredTensor& stored) {
  if (stored.scale == nullptr) return "is 8-bit, but there is no tensor of its scales beside it";
  const auto& shape = stored.data->shape;
  if (stored.scale->dtype != Dtype::f32) return "has scales that are not F32";
  if (shape.empty()) return "is 8-bit without an output channel";
  if (stored.scale->shape != std::vector{shape[0]}) return "needs one scale for each of its output channels";
  return "";
}

Status apply_scales(const StoredTensor& stored, std::span<float> values) {
  const auto channels = static_cast<std::size_t>(stored.data->shape[0]);
  const std::size_t width = channels == 0 ? 0 : values.size() / channels;
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const auto scale = element<float>(stored.scale->bytes, channel);
    if (!std::isfinite(scale) || scale < 0) {
      return Error{"tensor " + shown(stored.data->name) + " has the scale " + std::to_string(scale) +
                   " for its channel " + std::to_string(channel)};
    }
    for (float& value : values.subspan(channel * width, width)) value *= scale;
  }
  return {};
}

Encoded encode_8bit(std::span<const float> values, std::size_t channels) {
  Encoded encoded{Dtype::i8, {}, {}};
  encoded.bytes.reserve(values.size());
  const std::size_t width = channels == 0 ? 0 : values.size() / channels;
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const auto row = values.subspan(channel * width, width);
    float largest = 0;
    for (const float value : row) largest = std::max(largest, std::abs(value));
    const float scale = largest / largest_level;
    append(encoded.scale, scale);
    for (const float value : row) {
      // A scale that underflows to zero leaves nothing worth keeping.
      const float level = scale > 0 ? std::nearbyint(value / scale) : 0.0F;
      append(encoded.bytes, static_cast<std::int8_t>(std::clamp(level, -largest_level, largest_level)));
    }
  }
  return encoded;
}

}  // namespace

bool all_finite(std::span<const float> values) {
  // Without a way out in between, so that it runs in vectors.
  constexpr std::uint32_t exponent = 0x7F800000;
  std::uint32_t found = 0;
  for (const float value : values) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    found |= static_cast<std::uint32_t>((bits & exponent) == exponent);
  }
  return found == 0;
}

Result<std::vector<StoredTensor>> stored_tensors(const Tensors& tensors) {
  std::vector<StoredTensor> stored;
  for (const TensorRecord& record : tensors.records) {
    const std::string_view name = record.name;
    if (name.ends_with(scale_suffix)) {
      const auto* owner = tensors.find(name.substr(0, name.size() - scale_suffix.size()));
      if (owner != nullptr && owner->dtype == Dtype::i8) continue;
    }
    StoredTensor tensor{&record, nullptr};
    if (record.dtype == Dtype::i8) {
      tensor.scale = tensors.find(record.name + std::string(scale_suffix));
      const std::string why = scale_fault(tensor);
      if (!why.empty()) return Error{"tensor " + shown(name) + " " + why};
    }
    stored.push_back(tensor);
  }
  return stored;
}

std::size_t element_count(const TensorRecord& record) {
  return record.bytes.size() / size_of(record.dtype);
}

Status to_float32(const StoredTensor& stored, std::span<float> values) {
  const TensorRecord& data = *stored.data;
  const auto convert = [&](auto one) {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = one(i);
  };
  switch (data.dtype) {
    case Dtype::f32:
      convert([&](std::size_t i) { return element<float>(data.bytes, i); });
      break;
    case Dtype::f16:
      convert([&](std::size_t i) { return half_to_float(element<std::uint16_t>(data.bytes, i)); });
      break;
    case Dtype::bf16:
      convert([&](std::size_t i) { return bfloat16_to_float(element<std::uint16_t>(data.bytes, i)); });
      break;
    case Dtype::i8:
      convert([&](std::size_t i) { return static_cast<float>(element<std::int8_t>(data.bytes, i)); });
      break;
    case Dtype::i64:
      convert([&](std::size_t i) { return static_cast<float>(element<std::int64_t>(data.bytes, i)); });
      break;
    case Dtype::u8:
      convert([&](std::size_t i) { return static_cast<float>(element<std::uint8_t>(data.bytes, i)); });
      break;
  }
  if (data.dtype == Dtype::i8) {
    if (Status applied = apply_scales(stored, values); !applied) return applied;
  }
  if (all_finite(values)) return {};
  return Error{"tensor " + shown(data.name) + " holds NaN or infinite values"};
}

Result<Encoded> encode(std::span<const float> values, std::span<const std::int64_t> shape, Dtype dtype) {
  if (!all_finite(values)) return Error{"holds NaN or infinite values"};
  if (dtype == Dtype::i8 && shape.size() >= 2) {
    return encode_8bit(values, static_cast<std::size_t>(shape[0]));
  }
  if (dtype == Dtype::i8 || dtype == Dtype::i64 || dtype == Dtype::u8) dtype = Dtype::f32;
  Encoded encoded{dtype, {}, {}};
  encoded.bytes.reserve(values.size() * size_of(dtype));
  for (const float value : values) {
    if (dtype == Dtype::f32) {
      append(encoded.bytes, value);
      continue;
    }
    const std::uint16_t bits = dtype == Dtype::f16 ? float_to_half(value) : float_to_bfloat16(value);
    if (!std::isfinite(dtype == Dtype::f16 ? half_to_float(bits) : bfloat16_to_float(bits))) {
      return Error{"holds " + std::to_string(value) + ", too large for " + std::string(name_of(dtype))};
    }
    append(encoded.bytes, bits);
  }
  return encoded;
}

}  // namespace birddream::checkpoint
