#include "net/resident_series.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <span>

#include "checkpoint/fingerprint.h"
#include "net/blend.h"
#include "net/blended_network.h"

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

/// The weights of a place, of its two checkpoints and of the one that gives the head (null: none does).
Result<StateDict> mixed(const checkpoint::Series& series, const checkpoint::Place& place,
                        const StateDict& from, const StateDict& to, const StateDict* head) {
  StateDict weights = from;
  if (place.from != place.to) {
    auto blended = blend(std::array{BlendPart{&from, 1.0 - static_cast<double>(place.share)},
                                    BlendPart{&to, static_cast<double>(place.share)}});
    if (!blended) return Error{series.name + ": " + blended.error().message};
    weights = std::move(blended).value();
  }
  if (head != nullptr) {
    if (const Status done = replace_classifier(series, weights, *head); !done) return done.error();
  }
  return weights;
}

std::shared_ptr<const Graph> with_head(const std::shared_ptr<const Graph>& graph, const Graph* head) {
  if (head == nullptr) return graph;
  auto transplanted = std::make_shared<Graph>(*graph);
  transplanted->nodes.back().weight = head->nodes.back().weight;
  transplanted->nodes.back().bias = head->nodes.back().bias;
  return transplanted;
}

bool same_shapes(const Graph& a, const Graph& b) {
  return std::ranges::equal(a.nodes, b.nodes, [](const Graph::Node& x, const Graph::Node& y) {
    return x.weight.sizes() == y.weight.sizes() && x.bias.sizes() == y.bias.sizes();
  });
}

std::string mixed_fingerprint(const std::string& parts) {
  return checkpoint::fingerprint(std::as_bytes(std::span(parts)));
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
  if (reads_) return;
  checkpoint::Series now;
  {
    const std::lock_guard lock(mutex_);
    if (series_.checkpoints.size() <= ahead_of_ || series_.architecture == checkpoint::script_architecture)
      return;
    ahead_of_ = series_.checkpoints.size();
    now = series_;
  }
  if (ahead_.joinable()) ahead_.join();
  reads_ = true;
  ahead_ = std::thread([this, now] {
    run(now);
    reads_ = false;
  });
}

void ResidentSeries::run(const checkpoint::Series& series) {
  for (int index = 0; index < static_cast<int>(series.checkpoints.size()) && !stop_; ++index) {
    {
      const std::lock_guard lock(mutex_);
      if (entries_.contains(index)) continue;
    }
    const auto loaded = load(series, index);
    if (!loaded) continue;  // said to whoever goes there
    if (!keep(index, *loaded, true)) return;
  }
}

bool ResidentSeries::keep(int index, const LoadedPointer& loaded, bool ahead) {
  const std::size_t size = size_of(loaded->weights);
  const std::lock_guard lock(mutex_);
  if (entries_.contains(index)) return true;
  if (ahead && bytes_ + size > budget_) return false;
  while (!entries_.empty() && bytes_ + size > budget_) {
    const auto oldest =
        std::ranges::min_element(entries_, {}, [](const auto& entry) { return entry.second.used; });
    bytes_ -= size_of(oldest->second.loaded->weights);
    entries_.erase(oldest);
  }
  entries_[index] = {loaded, ahead ? 0 : ++clock_};
  bytes_ += size;
  return true;
}

Result<ResidentSeries::LoadedPointer> ResidentSeries::load(const checkpoint::Series& series,
                                                           int index) const {
  const auto file = series.folder / series.checkpoints[static_cast<std::size_t>(index)].file;
  auto weights = load_weights(file);
  if (!weights) return weights.error();
  auto loaded = std::make_shared<Loaded>();
  loaded->weights = std::move(weights).value();
  if (!is_linear(series.architecture) || !device_.is_cpu()) return LoadedPointer(std::move(loaded));
  for (auto& [name, tensor] : loaded->weights.tensors) {
    if (tensor.dim() == 4) tensor = tensor.contiguous(at::MemoryFormat::ChannelsLast);
  }
  auto network = make_network_sharing(series.architecture, loaded->weights.tensors, device_);
  if (!network) return Error{file.string() + ": " + network.error().message};
  // So that all who dream with it name the same graph.
  loaded->graph = std::make_shared<const Graph>((*network)->graph().value());
  loaded->network = blended_network({loaded->graph}, *network, [made = *network] { return Result(made); });
  return LoadedPointer(std::move(loaded));
}

Result<ResidentSeries::LoadedPointer> ResidentSeries::loaded_at(int index) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = entries_.find(index); found != entries_.end()) {
      found->second.used = ++clock_;
      return found->second.loaded;
    }
  }
  auto loaded = load(series(), index);
  if (loaded) keep(index, *loaded, false);
  return loaded;
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
  const auto from = loaded_at(place.from);
  if (!from) return from.error();
  const auto to = loaded_at(place.to);
  if (!to) return to.error();
  LoadedPointer head;
  if (place.head >= 0) {
    auto found = loaded_at(place.head);
    if (!found) return found.error();
    head = std::move(found).value();
  }
  const bool itself = place.from == place.to && !head;
  std::string fingerprint = (*from)->weights.fingerprint;
  if (place.from != place.to)
    fingerprint = mixed_fingerprint(fingerprint + (*to)->weights.fingerprint + std::to_string(place.share));
  if (head) fingerprint = mixed_fingerprint(fingerprint + "^" + head->weights.fingerprint);
  if (itself && (*from)->network) return OpenedNetwork{(*from)->network, std::move(fingerprint)};

  const auto make = [now, place, from = *from, to = *to, head,
                     device = device_]() -> Result<std::shared_ptr<const Network>> {
    const auto weights = mixed(now, place, from->weights.tensors, to->weights.tensors,
                               head ? &head->weights.tensors : nullptr);
    if (!weights) return weights.error();
    return make_network(now.architecture, *weights, device);
  };
  if ((*from)->graph && same_shapes(*(*from)->graph, *(*to)->graph) &&
      (!head || same_shapes(*(*from)->graph, *head->graph))) {
    const Graph* const classifier = head ? head->graph.get() : nullptr;
    GraphBlend graphs{with_head((*from)->graph, classifier)};
    if (place.from != place.to) {
      graphs.to = with_head((*to)->graph, classifier);
      graphs.share = place.share;
    }
    return OpenedNetwork{blended_network(std::move(graphs), (*from)->network, make), std::move(fingerprint)};
  }
  auto network = make();
  if (!network) return Error{file.string() + ": " + network.error().message};
  return OpenedNetwork{std::move(network).value(), std::move(fingerprint)};
}

std::size_t ResidentSeries::resident_bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace birddream::net
