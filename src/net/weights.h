#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.h"
#include "net/network.h"

namespace birddream::net {

struct Weights {
  StateDict tensors;                            ///< float32, CPU, own memory
  std::map<std::string, std::string> metadata;  ///< the file's __metadata__
  std::string fingerprint;                      ///< hex, of the file's bytes: names the weights in provenance
};

/// Reads a weights file, in any packing of checkpoint/weights_file.h, into float32 tensors. The Error names
/// the file and the reason.
Result<Weights> load_weights(const std::filesystem::path& path);

/// Names weights by their values alone: 16 hex digits over all tensors in the order of their names.
std::string fingerprint(const StateDict& tensors);

/// Writes float32 tensors, wherever and however they lie in memory, as a safetensors file, atomically. Error:
/// a tensor that is not float32, or as write_safetensors().
Status save_weights(const std::filesystem::path& path, const StateDict& tensors,
                    const std::map<std::string, std::string>& metadata);

}  // namespace birddream::net
