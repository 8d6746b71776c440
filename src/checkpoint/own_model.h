#pragma once

#include <filesystem>

#include "base/result.h"
#include "checkpoint/series.h"

/// A classifier of a user's own: one file, and a JSON file of the same name beside it. A TorchScript file
/// (x.pt) is described as script_model.h says; weights of a registered architecture (x.safetensors) so:
///
///     {"architecture": "inception_v4",           a key of the network registry
///      "classes": ["hen", "macaw"],              the names, in the order of the network's outputs; or
///      "series": "../imagenet/series.json"}      instead: the series that has the same, from this file's
///      folder
namespace birddream::checkpoint {

/// Whether such a description stands beside the file.
bool has_description(const std::filesystem::path& file);

/// A series of that one file, named like it; where the classes are listed each counts as a bird. `file` is
/// not opened itself. Error: either is missing; malformed JSON, unknown keys, both or neither of classes and
/// series, no classes or two of one name. It names the file.
Result<Series> read_own_model(const std::filesystem::path& file);

}  // namespace birddream::checkpoint
