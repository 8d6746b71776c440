#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/network.h"

namespace birddream::net {

/// A network and what names its weights in provenance.
struct OpenedNetwork {
  std::shared_ptr<const Network> network;
  std::string fingerprint;
};

/// The network of a checkpoint file: weights of a registered architecture, or a TorchScript file where
/// `architecture` is checkpoint::script_architecture. The Error names the file.
Result<OpenedNetwork> open_network(std::string_view architecture, const std::filesystem::path& file,
                                   at::Device device);

}  // namespace birddream::net
