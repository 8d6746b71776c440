#include "dream/ready_networks.h"

#include <ATen/core/Tensor.h>

#include <system_error>
#include <utility>

#include "dream/guarded.h"
#include "gpu/on_device.h"
#include "plan/fast_network.h"

namespace birddream::dream {
namespace {

constexpr const char* opening = "opening a checkpoint";

/// Bytes of its weights; where a network does not tell them, about its file's.
std::size_t bytes_of(const net::Network& network, const std::filesystem::path& file) {
  const auto graphs = network.graphs();
  if (!graphs) {
    std::error_code ignored;
    const auto size = std::filesystem::file_size(file, ignored);
    return ignored ? 0 : static_cast<std::size_t>(size);
  }
  std::size_t bytes = 0;
  for (const net::Graph::Node& node : graphs->from->nodes) {
    for (const at::Tensor& tensor : {node.weight, node.bias}) {
      if (tensor.defined()) bytes += tensor.nbytes();
    }
  }
  return bytes;
}

}  // namespace

ReadyNetworks::ReadyNetworks(checkpoint::Series series, gpu::Where where, std::string precision_wish,
                             std::shared_ptr<plan::PlanPool> plans, std::size_t budget)
    : series_(std::move(series)),
      where_(std::move(where)),
      precision_wish_(std::move(precision_wish)),
      plans_(std::move(plans)),
      resident_(series_, where_.host.device),
      budget_(budget) {}

Result<std::shared_ptr<ReadyNetworks>> ReadyNetworks::open(checkpoint::Series series, gpu::Where where,
                                                           std::string precision_wish, std::size_t budget) {
  const auto precision = plan::precision_from_text(precision_wish, series.architecture);
  if (!precision) return precision.error();
  auto plans = *precision ? std::make_shared<plan::PlanPool>(**precision) : nullptr;
  return std::make_shared<ReadyNetworks>(std::move(series), std::move(where), std::move(precision_wish),
                                         std::move(plans), budget);
}

Result<std::shared_ptr<ReadyNetworks>> ReadyNetworks::of(checkpoint::Series series) const {
  return open(std::move(series), where_, precision_wish_, budget_);
}

Result<ReadyNetwork> ReadyNetworks::at(const checkpoint::Place& place) {
  const std::string name = checkpoint::to_text(series_, place);
  if (auto known = find(name)) return std::move(*known);
  return guarded(opening, [&]() -> Result<ReadyNetwork> {
    auto opened = resident_.open(place);
    if (!opened) return opened.error();
    const bool keep = place.from == place.to && !net::is_linear(series_.architecture);
    const auto file = series_.folder / series_.checkpoints[static_cast<std::size_t>(place.from)].file;
    return add(name, std::move(opened).value(), file, keep);
  });
}

Result<ReadyNetwork> ReadyNetworks::of_file(const std::filesystem::path& file) {
  if (auto known = find(file.string())) return std::move(*known);
  return guarded(opening, [&]() -> Result<ReadyNetwork> {
    auto opened = net::open_network(series_.architecture, file, where_.host.device);
    if (!opened) return opened.error();
    return add(file.string(), std::move(opened).value(), file, false);
  });
}

Result<net::OpenedNetwork> ReadyNetworks::named(const std::string& checkpoint) {
  const auto place = checkpoint::place_from_text(series_, checkpoint);
  if (!place) return place.error();
  const auto ready = at(*place);
  if (!ready) return ready.error();
  return net::OpenedNetwork{gpu::split(ready->network).network, ready->fingerprint};
}

std::optional<ReadyNetwork> ReadyNetworks::find(const std::string& name) {
  const auto found = known_.find(name);
  if (found == known_.end()) return std::nullopt;
  Known& known = found->second;
  auto network = known.network.lock();
  if (!network) return std::nullopt;
  known.used = ++clock_;
  return ReadyNetwork{{gpu::on_device(std::move(network), where_.gpu), known.fingerprint}, known.precision};
}

ReadyNetwork ReadyNetworks::add(const std::string& name, net::OpenedNetwork opened,
                                const std::filesystem::path& file, bool keep) {
  Known known;
  auto network = plans_ ? plan::make_fast(opened.network, plans_) : opened.network;
  known.network = network;
  known.fingerprint = opened.fingerprint;
  if (network != opened.network) known.precision = plans_->precision();
  known.used = ++clock_;
  std::erase_if(known_, [](const auto& one) { return one.second.network.expired(); });
  const std::size_t bytes = keep ? bytes_of(*network, file) : 0;
  if (keep && bytes <= budget_) {
    make_room(bytes);
    known.kept = network;
    known.bytes = bytes;
    kept_bytes_ += bytes;
  }
  const auto precision = known.precision;
  known_.insert_or_assign(name, std::move(known));
  return {{gpu::on_device(std::move(network), where_.gpu), std::move(opened.fingerprint)}, precision};
}

void ReadyNetworks::make_room(std::size_t bytes) {
  while (kept_bytes_ + bytes > budget_) {
    Known* oldest = nullptr;
    for (auto& [name, known] : known_) {
      if (known.kept && (oldest == nullptr || known.used < oldest->used)) oldest = &known;
    }
    if (oldest == nullptr) return;
    kept_bytes_ -= oldest->bytes;
    oldest->bytes = 0;
    oldest->kept.reset();
  }
}

void ReadyNetworks::extend(const checkpoint::Series& series) {
  series_ = series;
  resident_.extend(series);
}

// Networks of the old precision live as long as somebody has them.
Status ReadyNetworks::set_precision(const std::string& wish) {
  const auto wanted = plan::precision_from_text(wish, series_.architecture);
  if (!wanted) return wanted.error();
  precision_wish_ = wish;
  if (*wanted == precision()) return {};
  plans_ = *wanted ? std::make_shared<plan::PlanPool>(**wanted) : nullptr;
  known_.clear();
  kept_bytes_ = 0;
  return {};
}

std::optional<plan::Precision> ReadyNetworks::precision() const {
  return plans_ ? std::optional(plans_->precision()) : std::nullopt;
}

std::size_t ReadyNetworks::resident_bytes() const {
  return resident_.resident_bytes() + kept_bytes_;
}

std::size_t ReadyNetworks::budget() const {
  return resident_.budget() + (net::is_linear(series_.architecture) ? 0 : budget_);
}

}  // namespace birddream::dream
