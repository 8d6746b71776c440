#include "app/load.h"

#include <map>
#include <utility>

#include "base/log.h"
#include "base/paths.h"
#include "checkpoint/script_model.h"
#include "net/open_network.h"
#include "net/resident_series.h"
#include "plan/fast_network.h"
#include "plan/precision.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

/// A place of the series, else a weights file of its own.
Result<net::OpenedNetwork> open_checkpoint(const checkpoint::Series& series, const std::string& wish,
                                           at::Device device, std::string& name) {
  std::error_code ignored;
  const auto place = checkpoint::place_from_text(series, wish);
  if (place) {
    name = checkpoint::to_text(series, *place);
    return net::ResidentSeries(series, device).open(*place);
  }
  if (!wish.ends_with(".safetensors") && !fs::is_regular_file(wish, ignored)) return place.error();
  name = wish;
  return net::open_network(series.architecture, wish, device);
}

dream::NetworkLookup other_checkpoints(const checkpoint::Series& series, at::Device device,
                                       std::optional<plan::Precision> precision) {
  using Network = std::shared_ptr<const net::Network>;
  return [series, device, precision, known = std::make_shared<std::map<std::string, Network>>()](
             const std::string& checkpoint) -> Result<Network> {
    if (const auto found = known->find(checkpoint); found != known->end()) return found->second;
    std::string name;
    const auto opened = open_checkpoint(series, checkpoint, device, name);
    if (!opened) return opened.error();
    return (*known)[checkpoint] = plan::make_fast(opened->network, precision);
  };
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
  auto model = checkpoint::read_script_model(choice.model);
  if (!model) return model.error();
  return std::move(model->series);
}

Result<int> find_checkpoint(const checkpoint::Series& series, std::string_view wish) {
  const auto place = checkpoint::place_from_text(series, wish);
  if (!place) return place.error();
  if (place->from == place->to) return place->from;
  return Error{checkpoint::to_text(series, *place) +
               " lies between two checkpoints; here one of them is wanted."};
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
  std::string name;  // as provenance records it
  auto opened = open_checkpoint(series, choice.checkpoint, device->device, name);
  if (!opened) return opened.error();
  const int classes = opened->network->classes();
  if (classes != static_cast<int>(series.classes.size())) {
    return Error{name + ": knows " + std::to_string(classes) + " classes, but the series '" + series.name +
                 "' lists " + std::to_string(series.classes.size()) +
                 ". Choose the series these weights belong to with --series."};
  }
  const auto precision = plan::precision_from_text(choice.precision, series.architecture);
  if (!precision) return precision.error();
  auto network = plan::make_fast(opened->network, *precision);
  std::string runs_in = plan::to_text(network == opened->network ? std::nullopt : *precision);
  auto others = other_checkpoints(series, device->device, *precision);
  return LoadedNetwork{std::move(series),         std::move(name),    std::move(opened->fingerprint),
                       std::move(device).value(), std::move(runs_in), std::move(network),
                       std::move(others)};
}

}  // namespace birddream::app
