#include "app/load.h"

#include <charconv>
#include <utility>

#include "base/log.h"
#include "base/paths.h"
#include "net/weights.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

struct WeightsFile {
  fs::path path;
  std::string name;  // as provenance records it
};

Result<WeightsFile> weights_file(const checkpoint::Series& series, const std::string& wish) {
  std::error_code ignored;
  if (wish.ends_with(".safetensors") || fs::is_regular_file(wish, ignored)) return WeightsFile{wish, wish};
  const auto index = find_checkpoint(series, wish);
  if (!index) return index.error();
  const std::string& file = series.checkpoints[static_cast<std::size_t>(*index)].file;
  return WeightsFile{series.folder / file, file};
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

Result<int> find_checkpoint(const checkpoint::Series& series, std::string_view wish) {
  const int count = static_cast<int>(series.checkpoints.size());
  if (wish == "last") return count - 1;
  int index = -1;
  const char* end = wish.data() + wish.size();
  const auto read = std::from_chars(wish.data(), end, index);
  if (read.ec == std::errc() && read.ptr == end && index >= 0 && index < count) return index;
  return Error{"There is no checkpoint '" + std::string(wish) + "' in the series '" + series.name +
               "': use last, " + (count == 1 ? "0" : "0 to " + std::to_string(count - 1)) +
               ", or a weights file (.safetensors)."};
}

void announce(const net::DeviceInfo& device) {
  static bool said = false;
  if (!std::exchange(said, true)) log::info(device.name + " (" + device.why + ")");
}

Result<LoadedNetwork> load_network(const NetworkChoice& choice) {
  auto series = open_series(choice.series);
  if (!series) return series.error();
  return load_network(std::move(series).value(), choice);
}

Result<LoadedNetwork> load_network(checkpoint::Series series, const NetworkChoice& choice) {
  auto file = weights_file(series, choice.checkpoint);
  if (!file) return file.error();
  auto device = net::choose_device(choice.device);
  if (!device) return device.error();
  auto weights = net::load_weights(file->path);
  if (!weights) return weights.error();
  auto network = net::make_network(series.architecture, weights->tensors, device->device);
  if (!network) return Error{file->path.string() + ": " + network.error().message};
  if ((*network)->classes() != static_cast<int>(series.classes.size())) {
    return Error{file->path.string() + ": knows " + std::to_string((*network)->classes()) +
                 " classes, but the series '" + series.name + "' lists " +
                 std::to_string(series.classes.size()) +
                 ". Choose the series these weights belong to with --series."};
  }
  return LoadedNetwork{std::move(series), file->name, weights->fingerprint, std::move(device).value(),
                       std::move(network).value()};
}

}  // namespace birddream::app
