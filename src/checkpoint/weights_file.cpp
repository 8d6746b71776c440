#include "checkpoint/weights_file.h"

#include <new>

#include "base/number_from.h"
#include "checkpoint/difference.h"
#include "checkpoint/fingerprint.h"
#include "checkpoint/quantise.h"
#include "checkpoint/safetensors_header.h"

namespace birddream::checkpoint {
namespace {

namespace fs = std::filesystem;

// A base may itself be a difference, though not for ever: files could name each other.
constexpr int deepest = 4;

struct Packed {
  const TensorRecord* levels;
  const TensorRecord* scale;
};

Result<WeightsFile> read(const fs::path& path, int depth);

/// NAME = base + scale * level.
Status add_difference(const Packed& packed, int bits, WeightTensor& tensor) {
  if (packed.scale == nullptr || packed.scale->dtype != Dtype::f32 || tensor.shape.empty() ||
      packed.scale->shape != std::vector{tensor.shape[0]}) {
    return Error{"needs one F32 scale for each of its output channels"};
  }
  const std::size_t count = tensor.values.size();
  if (packed.levels->bytes.size() != (count * static_cast<std::size_t>(bits) + 7) / 8)
    return Error{"has not the length that its shape asks for"};
  std::vector<float> scales(static_cast<std::size_t>(tensor.shape[0]));
  if (const Status decoded = to_float32({packed.scale, nullptr}, scales); !decoded) return decoded;
  const auto levels = unpack_levels(packed.levels->bytes, count, bits);
  const std::size_t width = scales.empty() ? 0 : count / scales.size();
  for (std::size_t channel = 0; channel < scales.size(); ++channel) {
    const float scale = scales[channel];
    float* const values = tensor.values.data() + channel * width;
    const std::int8_t* const level = levels.data() + channel * width;
    for (std::size_t i = 0; i < width; ++i) values[i] += scale * static_cast<float>(level[i]);
  }
  return {};
}

int bits_of(const Metadata& metadata) {
  const auto found = metadata.find("bits");
  const int bits = found == metadata.end() ? 0 : number_from<int>(found->second).value_or(0);
  return bits >= fewest_bits && bits <= most_bits ? bits : 0;
}

/// The tensors of the file that `metadata` names as base.
Result<std::map<std::string, WeightTensor>> read_base(const fs::path& path, const Metadata& metadata,
                                                      int depth) {
  if (depth >= deepest)
    return Error{path.string() + ": a difference of a difference of a difference ...; not followed further."};
  const fs::path base = path.parent_path() / metadata.at("base");
  auto root = read(base, depth + 1);
  if (!root) return Error{path.string() + " is a difference from another file: " + root.error().message};
  const auto wanted = metadata.find("base_fingerprint");
  if (wanted == metadata.end() || wanted->second != root->fingerprint) {
    return Error{path.string() + " is a difference from another version of " +
                 base.lexically_normal().string() + "."};
  }
  return std::move(root->tensors);
}

Result<WeightsFile> read(const fs::path& path, int depth) {
  const auto refuse = [&](const std::string& why) { return Error{path.string() + ": " + why + "."}; };
  const auto file = SafetensorsFile::open(path);
  if (!file) return file.error();
  const auto stored = stored_tensors(file->tensors());
  if (!stored) return refuse(stored.error().message);
  WeightsFile weights;
  weights.metadata = file->tensors().metadata;
  weights.fingerprint = fingerprint(file->bytes());
  const bool difference = weights.metadata.contains("base");
  if (difference) {
    auto base = read_base(path, weights.metadata, depth);
    if (!base) return base.error();
    weights.tensors = std::move(base).value();
  }
  const int bits = bits_of(weights.metadata);
  if (difference && bits == 0)
    return refuse("the number of bits of its differences is missing or out of range");
  for (const StoredTensor& tensor : *stored) {
    const std::string& name = tensor.data->name;
    if (difference && name.ends_with(std::string(difference_suffix) + std::string(scale_suffix))) continue;
    if (difference && name.ends_with(difference_suffix) && tensor.data->dtype == Dtype::u8) {
      const auto owner = weights.tensors.find(name.substr(0, name.size() - difference_suffix.size()));
      if (owner == weights.tensors.end())
        return refuse("tensor " + shown(name) + " has nothing to differ from");
      const TensorRecord* scale = file->tensors().find(name + std::string(scale_suffix));
      if (const Status added = add_difference({tensor.data, scale}, bits, owner->second); !added)
        return refuse("tensor " + shown(name) + " " + added.error().message);
      continue;
    }
    WeightTensor whole{tensor.data->shape, std::vector<float>(element_count(*tensor.data))};
    if (const Status decoded = to_float32(tensor, whole.values); !decoded)
      return refuse(decoded.error().message);
    weights.tensors[name] = std::move(whole);
  }
  return weights;
}

}  // namespace

Result<WeightsFile> read_weights(const fs::path& path) try {
  return read(path, 0);
} catch (const std::bad_alloc&) {
  return Error{path.string() + ": too large for this machine's memory."};
}

}  // namespace birddream::checkpoint
