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

Status replace_classifier(const checkpoint::Series& series, StateDict& weights, const StateDict& head) {
  const auto classifier = classifier_name(series.architecture);
  if (!classifier) return classifier.error();
  for (const char* part : {".weight", ".bias"}) {
    const auto found = head.find(*classifier + part);
    if (found == head.end()) return Error{series.name + ": a checkpoint lacks " + *classifier + part + "."};
    weights.insert_or_assign(found->first, found->second);
  }
  return {};
}

}  // namespace

ResidentSeries::ResidentSeries(checkpoint::Series series, at::Device device, std::size_t budget)
    : device_(device), budget_(budget), series_(std::move(series)) {}

ResidentSeries::~ResidentSeries() {
  stop_ = true;
  if (ahead_.joinable()) ahead_.join();
}

checkpoint::Series ResidentSeries::series() const {
  const std::lock_guard lock(mutex_);
  return series_;
}

void ResidentSeries::extend(checkpoint::Series series) {
  const std::lock_guard lock(mutex_);
  series_ = std::move(series);
}

void ResidentSeries::read_ahead() {
  if (ahead_.joinable()) return;
  const checkpoint::Series now = series();
  const bool scripts = now.architecture == checkpoint::script_architecture;
  if (!scripts && now.checkpoints.size() > 1) ahead_ = std::thread([this, now] { run(now); });
}

void ResidentSeries::run(const checkpoint::Series& series) {
  for (int index = 0; index < static_cast<int>(series.checkpoints.size()) && !stop_; ++index) {
    {
      const std::lock_guard lock(mutex_);
      if (entries_.contains(index)) continue;
    }
    const auto file = series.folder / series.checkpoints[static_cast<std::size_t>(index)].file;
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
    const auto oldest =
        std::ranges::min_element(entries_, {}, [](const auto& entry) { return entry.second.used; });
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
  const checkpoint::Series now = series();
  auto read = load_weights(now.folder / now.checkpoints[static_cast<std::size_t>(index)].file);
  if (!read) return read.error();
  const auto weights = std::make_shared<const Weights>(std::move(read).value());
  keep(index, weights, false);
  return weights;
}

Result<OpenedNetwork> ResidentSeries::open(const checkpoint::Place& place) {
  const checkpoint::Series now = series();
  for (const int index : {place.from, place.to, std::max(place.head, 0)}) {
    if (index >= 0 && index < static_cast<int>(now.checkpoints.size())) continue;
    return Error{"Checkpoint " + std::to_string(index) + " does not exist: the series '" + now.name +
                 "' has " + std::to_string(now.checkpoints.size()) + "."};
  }
  const auto file = now.folder / now.checkpoints[static_cast<std::size_t>(place.from)].file;
  if (now.architecture == checkpoint::script_architecture) {
    if (place.from != place.to || place.head >= 0)
      return Error{now.name + ": its checkpoints are TorchScript files; nothing lies between two of them."};
    return open_network(now.architecture, file, device_);
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
    if (!blended) return Error{now.name + ": " + blended.error().message};
    mixed = std::move(blended).value();
    weights = &mixed;
    const std::string parts = fingerprint + (*second)->fingerprint + std::to_string(place.share);
    fingerprint = checkpoint::fingerprint(std::as_bytes(std::span(parts)));
  }
  if (place.head >= 0) {
    const auto head = weights_at(place.head);
    if (!head) return head.error();
    StateDict transplanted = *weights;
    if (const Status done = replace_classifier(now, transplanted, (*head)->tensors); !done)
      return done.error();
    mixed = std::move(transplanted);
    weights = &mixed;
    const std::string parts = fingerprint + "^" + (*head)->fingerprint;
    fingerprint = checkpoint::fingerprint(std::as_bytes(std::span(parts)));
  }
  auto network = make_network(now.architecture, *weights, device_);
  if (!network) return Error{file.string() + ": " + network.error().message};
  return OpenedNetwork{std::move(network).value(), std::move(fingerprint)};
}

std::size_t ResidentSeries::resident_bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace birddream::net
