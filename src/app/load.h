#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "checkpoint/series.h"
#include "dream/lookups.h"
#include "net/device.h"
#include "net/network.h"

namespace birddream::app {

/// Which network a command wants, as given on the command line.
struct NetworkChoice {
  std::filesystem::path series;      ///< folder; empty: the best that ships
  std::string checkpoint = "last";   ///< as checkpoint::place_from_text(), or a weights file
  std::string device = "auto";       ///< "auto", "cpu", "cuda"
  std::string precision = "plain";   ///< as plan::precision_from_text(); dreams offer the choice
  std::filesystem::path model = {};  ///< a file (own_model.h) instead of series and checkpoint
};

/// A network on its device, and where it comes from.
struct LoadedNetwork {
  checkpoint::Series series;
  std::string checkpoint;   ///< checkpoint::to_text(), or the path that was given
  std::string fingerprint;  ///< of the weights
  net::DeviceInfo device;
  std::string precision;  ///< plan::to_text(): what it runs in; "plain" where it runs without a plan
  std::shared_ptr<const net::Network> network;
  /// Other checkpoints of the series and weights files of its architecture, made to run like `network`
  /// (dream::ReadyNetworks). One thread at a time.
  dream::NetworkLookup find_network;

  /// "cpu" or "cuda", as provenance has it.
  std::string device_kind() const;
};

/// The series in `wish`; empty: assets/birds if it is there (trained on birds alone), else assets/imagenet.
Result<checkpoint::Series> open_series(const std::filesystem::path& wish);
/// The series of the choice's model if it names one, else as above.
Result<checkpoint::Series> open_series(const NetworkChoice& choice);

/// Index of the checkpoint that "last" or a number means. Error: no such checkpoint, with the range; a
/// mixture of two.
Result<int> wished_checkpoint(const checkpoint::Series& series, std::string_view wish);

/// Says once, on stderr, where the dreaming happens and why there.
void announce(const net::DeviceInfo& device);

/// Series, device, weights, network; whatever fails first, with its reason.
Result<LoadedNetwork> load_network(const NetworkChoice& choice);
Result<LoadedNetwork> load_network(checkpoint::Series series, const NetworkChoice& choice);

}  // namespace birddream::app
