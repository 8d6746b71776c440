#include "checkpoint/difference.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <deque>
#include <limits>
#include <new>

#include "checkpoint/convert.h"
#include "checkpoint/quantise.h"
#include "checkpoint/weights_file.h"

namespace birddream::checkpoint {
namespace {

// Shares of a channel's largest difference to which it is clipped, tried one after the other: few levels are
// better spent on the many small ones.
constexpr std::array clips = {1.0F, 0.85F, 0.7F, 0.55F, 0.42F};

struct Channel {
  float scale = 0;
  std::vector<std::int8_t> levels;
};

Channel quantised(std::span<const float> differences, int bits) {
  const auto most = static_cast<float>((1 << (bits - 1)) - 1);
  float largest = 0;
  for (const float value : differences) largest = std::max(largest, std::abs(value));
  Channel best{0, std::vector<std::int8_t>(differences.size())};
  if (largest == 0) return best;
  double least = std::numeric_limits<double>::infinity();
  for (const float clip : clips) {
    const float scale = clip * largest / most;
    if (scale == 0) continue;  // underflow: nothing worth keeping
    Channel tried{scale, {}};
    double error = 0;
    for (const float value : differences) {
      const float level = std::clamp(std::nearbyint(value / scale), -most, most);
      tried.levels.push_back(static_cast<std::int8_t>(level));
      const double off = static_cast<double>(value) - static_cast<double>(level * scale);
      error += off * off;
    }
    if (error < least) {
      least = error;
      best = std::move(tried);
    }
  }
  return best;
}

/// Grows the records of a file; their bytes live here.
class Records {
 public:
  void add(const std::string& name, Dtype dtype, std::vector<std::int64_t> shape,
           std::vector<std::byte> bytes) {
    const auto& kept = owned_.emplace_back(std::move(bytes));
    records_.push_back({name, dtype, std::move(shape), kept});
  }
  const std::vector<TensorRecord>& all() const { return records_; }

 private:
  std::deque<std::vector<std::byte>> owned_;  // keeps its elements in place while it grows
  std::vector<TensorRecord> records_;
};

std::vector<std::byte> bytes_of(std::span<const float> values) {
  const auto bytes = std::as_bytes(values);
  return {bytes.begin(), bytes.end()};
}

void add_difference(Records& records, const std::string& name, const WeightTensor& tensor,
                    const WeightTensor& base, int bits) {
  const auto channels = static_cast<std::size_t>(tensor.shape[0]);
  const std::size_t width = tensor.values.size() / channels;
  std::vector<float> scales;
  std::vector<std::int8_t> levels;
  for (std::size_t channel = 0; channel < channels; ++channel) {
    std::vector<float> differences(width);
    for (std::size_t i = 0; i < width; ++i)
      differences[i] = tensor.values[channel * width + i] - base.values[channel * width + i];
    const Channel packed = quantised(differences, bits);
    scales.push_back(packed.scale);
    levels.insert(levels.end(), packed.levels.begin(), packed.levels.end());
  }
  std::vector<std::byte> bytes = pack_levels(levels, bits);
  const auto size = static_cast<std::int64_t>(bytes.size());
  const std::string packed_name = name + std::string(difference_suffix);
  records.add(packed_name, Dtype::u8, {size}, std::move(bytes));
  records.add(packed_name + std::string(scale_suffix), Dtype::f32, {tensor.shape[0]}, bytes_of(scales));
}

Status add_whole(Records& records, const std::string& name, const WeightTensor& tensor) {
  auto encoded = encode_weights(tensor.values, tensor.shape, Dtype::i8);
  if (!encoded) return Error{"tensor " + name + " " + encoded.error().message + "."};
  records.add(name, encoded->dtype, tensor.shape, std::move(encoded->bytes));
  if (encoded->dtype == Dtype::i8)
    records.add(name + std::string(scale_suffix), Dtype::f32, {tensor.shape[0]}, std::move(encoded->scale));
  return {};
}

}  // namespace

std::vector<std::byte> pack_levels(std::span<const std::int8_t> levels, int bits) {
  const auto width = static_cast<std::size_t>(bits);
  const int offset = (1 << (bits - 1)) - 1;
  std::vector<std::byte> bytes((levels.size() * width + 7) / 8);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const auto value = static_cast<unsigned>(levels[i] + offset) << (i * width % 8);
    bytes[i * width / 8] |= static_cast<std::byte>(value & 0xFFU);
    if (value > 0xFFU) bytes[i * width / 8 + 1] |= static_cast<std::byte>(value >> 8);
  }
  return bytes;
}

std::vector<std::int8_t> unpack_levels(std::span<const std::byte> bytes, std::size_t count, int bits) {
  const auto width = static_cast<std::size_t>(bits);
  const int offset = (1 << (bits - 1)) - 1;
  const unsigned mask = (1U << width) - 1;
  std::vector<std::int8_t> levels(count);
  const auto level = [&](unsigned pair, std::size_t i) {
    return static_cast<std::int8_t>(static_cast<int>((pair >> (i * width % 8)) & mask) - offset);
  };
  // All but the last have a byte behind theirs, and are read in pairs.
  const std::size_t paired =
      bytes.empty() ? 0 : std::min(count, (8 * (bytes.size() - 1) + width - 1) / width);
  for (std::size_t i = 0; i < paired; ++i) {
    std::uint16_t pair;
    std::memcpy(&pair, bytes.data() + i * width / 8, sizeof pair);
    levels[i] = level(pair, i);
  }
  for (std::size_t i = paired; i < count; ++i)
    levels[i] = level(static_cast<unsigned>(bytes[i * width / 8]), i);
  return levels;
}

Status write_difference(const std::filesystem::path& from, const std::filesystem::path& base,
                        const std::filesystem::path& to, int bits) try {
  if (bits < fewest_bits || bits > most_bits)
    return Error{"A difference takes 2 to 8 bits a weight, not " + std::to_string(bits) + "."};
  const auto whole = read_weights(from);
  if (!whole) return whole.error();
  const auto root = read_weights(base);
  if (!root) return root.error();
  Records records;
  for (const auto& [name, tensor] : whole->tensors) {
    const auto same = root->tensors.find(name);
    const bool comparable = same != root->tensors.end() && same->second.shape == tensor.shape;
    if (comparable && same->second.values == tensor.values) continue;
    if (comparable && tensor.shape.size() >= 2 && tensor.values.size() > small_tensor) {
      add_difference(records, name, tensor, same->second, bits);
    } else if (const Status added = add_whole(records, name, tensor); !added) {
      return Error{from.string() + ": " + added.error().message};
    }
  }
  Metadata metadata = whole->metadata;
  std::error_code problem;
  const auto folder = std::filesystem::absolute(to, problem).parent_path();
  metadata["base"] = std::filesystem::absolute(base, problem).lexically_relative(folder).generic_string();
  metadata["base_fingerprint"] = root->fingerprint;
  metadata["bits"] = std::to_string(bits);
  return write_safetensors(to, records.all(), metadata);
} catch (const std::bad_alloc&) {
  return Error{from.string() + ": too large for this machine's memory."};
}

bool is_difference(const std::filesystem::path& file) {
  const auto opened = SafetensorsFile::open(file);
  return opened && opened->tensors().metadata.contains("base");
}

}  // namespace birddream::checkpoint
