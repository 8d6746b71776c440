#include "train/prior.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace birddream::train {

at::Tensor log_prior(const data::PhotoSet& photos, std::span<const int> among, double power) {
  at::Tensor counts = at::zeros({static_cast<std::int64_t>(photos.classes.size())}, at::kDouble);
  auto* count = counts.mutable_data_ptr<double>();
  for (const int photo : among) count[photos.photos[static_cast<std::size_t>(photo)].species] += 1;
  const at::Tensor prior = counts.clamp_min(1).log() * power;
  return (prior - prior.mean()).to(at::kFloat);
}

}  // namespace birddream::train
