#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "checkpoint/series.h"

/// A classifier of a user's own: a TorchScript file, my.pt, and what has to be known about it in a JSON file
/// beside it, my.json:
///
///     {"classes": ["hen", "macaw"],     the names, in the order of the network's outputs
///      "mean": [0.485, 0.456, 0.406],   left out: 0; taken from RGB in 0..1
///      "std": [0.229, 0.224, 0.225],    left out: 1; then divided by
///      "size": 224}                     left out: it takes pictures of any size
namespace birddream::checkpoint {

struct ScriptModel {
  Series series;  ///< of this one checkpoint, named like the file; every class counts as a bird
  std::array<double, 3> mean = {0, 0, 0};
  std::array<double, 3> std = {1, 1, 1};
  int size = 0;  ///< px; pictures are scaled to size x size. 0: they go in as they are
};

/// Bounds of `size`, px.
inline constexpr int smallest_script_size = 8;
inline constexpr int largest_script_size = 2048;

/// Reads the description beside `file`, which is not opened itself. Error: either is missing; malformed JSON,
/// unknown keys, no classes or two of one name, numbers out of range. It names the file.
Result<ScriptModel> read_script_model(const std::filesystem::path& file);

/// Of the bytes of both files, since the description changes what the network sees. Error: as read_file().
Result<std::string> script_fingerprint(const std::filesystem::path& file);

}  // namespace birddream::checkpoint
