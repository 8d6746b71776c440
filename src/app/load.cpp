#include "app/load.h"

#include <utility>

#include "base/log.h"
#include "base/paths.h"
#include "checkpoint/own_model.h"
#include "dream/ready_networks.h"
#include "plan/precision.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using Network = std::shared_ptr<const net::Network>;

/// A place of the series, else a weights file of its own. `name`: as provenance records it.
Result<dream::ReadyNetwork> open_checkpoint(dream::ReadyNetworks& networks, const checkpoint::Series& series,
                                            const std::string& wish, std::string& name) {
  std::error_code ignored;
  const auto place = checkpoint::place_from_text(series, wish);
  if (place) {
    name = checkpoint::to_text(series, *place);
    return networks.at(*place);
  }
  if (!wish.ends_with(".safetensors") && !fs::is_regular_file(wish, ignored))
    return Error{place.error().message + " A weights file (.safetensors) may be named too."};
  name = wish;
  return networks.of_file(wish);
}

}  // namespace

std::string LoadedNetwork::device_kind() const {
  return device.device.is_cuda() ? "cuda" : "cpu";
}

Result<checkpoint::Series> open_series(const fs::path& wish) {
  if (!wish.empty()) return checkpoint::load_series(wish);
  std::error_code ignored;
  for (const char* name : {"birds", "imagenet"}) {
    const fs::path folder = assets_dir() / name;
    if (fs::exists(folder / "series.json", ignored)) return checkpoint::load_series(folder);
  }
  return Error{"No series of weights in " + assets_dir().string() +
               " (neither birds/ nor imagenet/). Name one with --series, or set BIRDDREAM_ASSETS to the "
               "assets folder."};
}

Result<checkpoint::Series> open_series(const NetworkChoice& choice) {
  if (choice.model.empty()) return open_series(choice.series);
  return checkpoint::read_own_model(choice.model);
}

Result<int> wished_checkpoint(const checkpoint::Series& series, std::string_view wish) {
  const auto place = checkpoint::place_from_text(series, wish);
  if (!place) return place.error();
  if (place->from == place->to && place->head < 0) return place->from;
  return Error{checkpoint::to_text(series, *place) +
               " is mixed of two checkpoints; here one of them is wanted."};
}

void announce(const net::DeviceInfo& device) {
  static bool said = false;
  if (!std::exchange(said, true)) log::info(device.name + " (" + device.why + ")");
}

Result<LoadedNetwork> load_network(const NetworkChoice& choice) {
  auto series = open_series(choice);
  if (!series) return series.error();
  return load_network(std::move(series).value(), choice);
}

Result<LoadedNetwork> load_network(checkpoint::Series series, const NetworkChoice& choice) {
  auto device = net::choose_device(choice.device);
  if (!device) return device.error();
  auto opened = dream::ReadyNetworks::open(series, {*device, nullptr}, choice.precision);
  if (!opened) return opened.error();
  const std::shared_ptr<dream::ReadyNetworks> networks = std::move(opened).value();
  std::string name;
  auto ready = open_checkpoint(*networks, series, choice.checkpoint, name);
  if (!ready) return ready.error();
  const int classes = ready->network->classes();
  if (classes != static_cast<int>(series.classes.size())) {
    return Error{name + ": knows " + std::to_string(classes) + " classes, but the series '" + series.name +
                 "' lists " + std::to_string(series.classes.size()) +
                 ". Choose the series these weights belong to with --series."};
  }
  const auto others = [networks, series](const std::string& checkpoint) -> Result<Network> {
    std::string ignored;
    const auto other = open_checkpoint(*networks, series, checkpoint, ignored);
    if (!other) return other.error();
    return other->network;
  };
  std::string runs_in = plan::to_text(ready->precision);
  return LoadedNetwork{std::move(series),
                       std::move(name),
                       std::move(ready->fingerprint),
                       std::move(device).value(),
                       std::move(runs_in),
                       std::move(ready->network),
                       others};
}

}  // namespace birddream::app
