#include "net/resident_series.h"

#include <algorithm>
#include <array>
#include <span>

#include "checkpoint/fingerprint.h"
#include "net/blend.h"

namespace birddream::net {
namespace {

std::size_t size_of(const Weights& weights) {
  std::size_t bytes = 0;
  for (const auto& [name, tensor] : weights.tensors) bytes += tensor.nbytes();
  return bytes;
}

}  // namespace

ResidentSeries::ResidentSeries(checkpoint::Series series, at::Device device, std::size_t budget)
    : series_(std::move(series)), device_(device), budget_(budget) {}

ResidentSeries::~ResidentSeries() {
  stop_ = true;
  if (ahead_.joinable()) ahead_.join();
}

void ResidentSeries::read_ahead() {
  const bool scripts = series_.architecture == checkpoint::script_architecture;
  if (!ahead_.joinable() && !scripts && series_.checkpoints.size() > 1) ahead_ = std::thread([this] { run(); });
}

void ResidentSeries::run() {
  for (int index = 0; index < static_cast<int>(series_.checkpoints.size()) && !stop_; ++index) {
    {
      const std::lock_guard lock(mutex_);
      if (entries_.contains(index)) continue;
    }
    const auto file = series_.folder / series_.checkpoints[static_cast<std::size_t>(index)].file;
    auto weights = load_weights(file);
    if (!weights) continue;  // said to whoever goes there
    if (!keep(index, std::make_shared<const Weights>(std::move(weights).value()), true)) return;
  }
}

bool ResidentSeries::keep(int index, const std::shared_ptr<const Weights>& weights, bool ahead) {
  const std::size_t size = size_of(*weights);
  const std::lock_guard lock(mutex_);
  if (entries_.contains(index)) return true;
  if (ahead && bytes_ + size > budget_) return false;
  while (!entries_.empty() && bytes_ + size > budget_) {
    const auto oldest = std::ranges::min_element(
        entries_, {}, [](const auto& entry) { return entry.second.used; });
    bytes_ -= size_of(*oldest->second.weights);
    entries_.erase(oldest);
  }
  entries_[index] = {weights, ahead ? 0 : ++clock_};
  bytes_ += size;
  return true;
}

Result<std::shared_ptr<const Weights>> ResidentSeries::weights_at(int index) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = entries_.find(index); found != entries_.end()) {
      found->second.used = ++clock_;
      return found->second.weights;
    }
  }
  auto read = load_weights(series_.folder / series_.checkpoints[static_cast<std::size_t>(index)].file);
  if (!read) return read.error();
  const auto weights = std::make_shared<const Weights>(std::move(read).value());
  keep(index, weights, false);
  return weights;
}

Result<OpenedNetwork> ResidentSeries::open(const checkpoint::Place& place) {
  for (const int index : {place.from, place.to}) {
    if (index >= 0 && index < static_cast<int>(series_.checkpoints.size())) continue;
    return Error{"Checkpoint " + std::to_string(index) + " does not exist: the series '" + series_.name +
                 "' has " + std::to_string(series_.checkpoints.size()) + "."};
  }
  const auto file = series_.folder / series_.checkpoints[static_cast<std::size_t>(place.from)].file;
  if (series_.architecture == checkpoint::script_architecture) {
    if (place.from != place.to)
      return Error{series_.name + ": its checkpoints are TorchScript files; nothing lies between two of them."};
    return open_network(series_.architecture, file, device_);
  }
  const auto first = weights_at(place.from);
  if (!first) return first.error();
  std::string fingerprint = (*first)->fingerprint;
  const StateDict* weights = &(*first)->tensors;
  StateDict mixed;
  if (place.from != place.to) {
    const auto second = weights_at(place.to);
    if (!second) return second.error();
    auto blended = blend(std::array{BlendPart{weights, 1.0 - static_cast<double>(place.share)},
                                    BlendPart{&(*second)->tensors, static_cast<double>(place.share)}});
    if (!blended) return Error{series_.name + ": " + blended.error().message};
    mixed = std::move(blended).value();
    weights = &mixed;
    const std::string parts = fingerprint + (*second)->fingerprint + std::to_string(place.share);
    fingerprint = checkpoint::fingerprint(std::as_bytes(std::span(parts)));
  }
  auto network = make_network(series_.architecture, *weights, device_);
  if (!network) return Error{file.string() + ": " + network.error().message};
  return OpenedNetwork{std::move(network).value(), std::move(fingerprint)};
}

std::size_t ResidentSeries::resident_bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace birddream::net
