#include "net/trainable.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "base/random.h"

namespace birddream::net {

StateDict trainable(const StateDict& weights, at::Device device,
                    const std::function<bool(const std::string& name)>& trained) {
  const at::NoGradGuard copying;
  StateDict copies;
  for (const auto& [name, tensor] : weights) {
    at::Tensor copy = tensor.detach().to(device, at::kFloat, /*non_blocking=*/false, /*copy=*/true);
    if (copy.dim() == 4) copy = copy.contiguous(at::MemoryFormat::ChannelsLast);
    copies[name] = copy.set_requires_grad(is_learnt(name) && trained(name));
  }
  return copies;
}

bool is_learnt(std::string_view name) {
  return !name.ends_with(".running_mean") && !name.ends_with(".running_var") &&
         !name.ends_with(".num_batches_tracked");
}

Result<StateDict> with_fresh_classifier(std::string_view architecture, StateDict weights, int classes,
                                        std::uint64_t seed) {
  const auto name = classifier_name(architecture);
  if (!name) return name.error();
  const auto old = weights.find(*name + ".weight");
  if (old == weights.end() || old->second.dim() != 2) {
    return Error{"The weights have no last layer '" + *name + "': they are not of a " +
                 std::string(architecture) + "."};
  }
  const std::int64_t features = old->second.size(1);
  at::Tensor fresh = at::empty({classes, features}, at::kFloat);
  auto values = fresh.accessor<float, 2>();
  for (std::int64_t row = 0; row < classes; ++row) {
    Random random(seed, static_cast<std::uint64_t>(row));
    for (std::int64_t column = 0; column < features; ++column) values[row][column] = 0.01F * random.normal();
  }
  weights[*name + ".weight"] = fresh;
  weights[*name + ".bias"] = at::zeros({classes}, at::kFloat);
  return weights;
}

}  // namespace birddream::net
