#include "gpu/weights.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>

#include "plan/units.h"

namespace birddream::gpu {
namespace {

constexpr std::size_t most_resident = 12;  // checkpoints; 14 MB each of GoogLeNet, 86 MB of Inception-v4

std::size_t halves_of(const at::Tensor& kernel) {
  return static_cast<std::size_t>(kernel.size(2) * kernel.size(3)) *
         static_cast<std::size_t>(in_lots(kernel.size(1))) *
         static_cast<std::size_t>(in_lots(kernel.size(0)));
}

}  // namespace

Weights::Weights(std::shared_ptr<const Device> device, const net::Graph& like)
    : device_(std::move(device)), places_(like.nodes.size()), arena_(device_) {
  for (std::size_t i = 0; i < like.nodes.size(); ++i) {
    const net::Graph::Node& node = like.nodes[i];
    if (!node.weight.defined()) continue;
    places_[i] = {half_count_, float_count_, node.bias.defined()};
    half_count_ += halves_of(plan::kernel_of(node));
    float_count_ += static_cast<std::size_t>(in_lots(node.weight.size(0)));
  }
  halves_ = arena_.take<cuda::Half>(half_count_);
  floats_ = arena_.take<float>(float_count_);
}

Weights::Resident Weights::packed(const std::shared_ptr<const net::Graph>& graph) const {
  Memory halves(device_, half_count_ * sizeof(cuda::Half), Memory::Kind::host);
  Memory floats(device_, float_count_ * sizeof(float), Memory::Kind::host);
  std::memset(halves.as<void>(), 0, half_count_ * sizeof(cuda::Half));
  std::memset(floats.as<void>(), 0, float_count_ * sizeof(float));
  for (std::size_t i = 0; i < graph->nodes.size(); ++i) {
    const net::Graph::Node& node = graph->nodes[i];
    if (!node.weight.defined()) continue;
    const at::Tensor kernel = plan::kernel_of(node);
    const std::int64_t out = kernel.size(0), in = kernel.size(1);
    const at::Tensor to =
        at::from_blob(halves.as<cuda::Half>() + places_[i].half,
                      {kernel.size(2), kernel.size(3), in_lots(in), in_lots(out)}, at::kHalf);
    to.narrow(2, 0, in).narrow(3, 0, out).copy_(kernel.permute({2, 3, 1, 0}));
    if (node.bias.defined())
      at::from_blob(floats.as<float>() + places_[i].number, {out}, at::kFloat).copy_(node.bias);
  }
  Resident made{graph, Memory(device_, halves.bytes()), Memory(device_, floats.bytes())};
  device_->copy(made.halves.as<void>(), halves.as<void>(), halves.bytes(), birddream_to_device);
  device_->copy(made.floats.as<void>(), floats.as<void>(), floats.bytes(), birddream_to_device);
  device_->wait();  // the host's copies go now
  return made;
}

const Weights::Resident& Weights::resident(const std::shared_ptr<const net::Graph>& graph) {
  residents_.remove_if([](const Resident& r) { return r.graph.expired(); });
  const auto known =
      std::ranges::find_if(residents_, [&](const Resident& r) { return r.graph.lock() == graph; });
  if (known != residents_.end()) {
    residents_.splice(residents_.begin(), residents_, known);
  } else {
    if (residents_.size() >= most_resident) residents_.pop_back();
    residents_.push_front(packed(graph));
  }
  return residents_.front();
}

void Weights::set(const net::GraphBlend& blend) {
  const Resident& from = resident(blend.from);
  if (!blend.to) {
    device_->copy(halves_, from.halves.as<void>(), half_count_ * sizeof(cuda::Half), birddream_within_device);
    device_->copy(floats_, from.floats.as<void>(), float_count_ * sizeof(float), birddream_within_device);
    return;
  }
  const Resident& to = resident(blend.to);  // the list keeps `from` where it is: there is room for two
  Launches launches;
  launches.each(
      cuda::BlendHalves{from.halves.as<cuda::Half>(), to.halves.as<cuda::Half>(), halves_, blend.share},
      static_cast<long>(half_count_ / cuda::lot));
  launches.each(cuda::BlendFloats{from.floats.as<float>(), to.floats.as<float>(), floats_, blend.share},
                static_cast<long>(float_count_));
  launches.run(*device_);
}

}  // namespace birddream::gpu
