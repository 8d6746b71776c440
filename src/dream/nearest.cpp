#include "dream/nearest.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace birddream::dream {

std::vector<Similar> nearest_classes(const net::Network& network, const at::Tensor& picture, int count,
                                     int tile) {
  const at::NoGradGuard frozen;
  const at::Tensor weights = network.class_weights();
  const auto taps = network.taps();
  if (!weights.defined() || taps.size() < 2) return {};
  const std::string& before_last = taps[taps.size() - 2].name;
  const at::Tensor features = mean_features(network, picture, before_last, tile)[0].to(at::kFloat);
  constexpr double smallest = 1e-12;
  const at::Tensor lengths = weights.norm(2, {1}).clamp_min(smallest) * features.norm().clamp_min(smallest);
  const at::Tensor cosines = at::mv(weights, features) / lengths;
  const auto kept = std::min<std::int64_t>(count, cosines.size(0));
  const auto [largest, classes] = cosines.topk(kept);
  const at::Tensor values = largest.cpu(), indices = classes.cpu();
  std::vector<Similar> found;
  for (std::int64_t i = 0; i < kept; ++i)
    found.push_back({static_cast<int>(indices[i].item<std::int64_t>()), values[i].item<float>()});
  return found;
}

}  // namespace birddream::dream
