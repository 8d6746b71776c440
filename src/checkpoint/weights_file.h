#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "checkpoint/safetensors.h"

namespace birddream::checkpoint {

/// A tensor's numbers, whatever they were packed as. Row-major.
struct WeightTensor {
  std::vector<std::int64_t> shape;
  std::vector<float> values;
};

/// What a weights file means, unpacked.
struct WeightsFile {
  std::map<std::string, WeightTensor> tensors;
  Metadata metadata;
  std::string fingerprint;  ///< of the file's own bytes
};

/// Reads a weights file in any of the packings: plain, 8-bit (quantise.h), or as a difference from another
/// file (difference.h), which is then read too. The Error names the file, and the tensor if it is about one.
Result<WeightsFile> read_weights(const std::filesystem::path& path);

}  // namespace birddream::checkpoint
