#include "train/moments.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "train/trainer.h"

namespace birddream::train {

Moments::Moments(const TrainParams& params, std::size_t photos, int ranks) {
  for (const double epoch : params.moments) steps_.insert(steps_for(epoch, photos, params.batch, ranks));
}

checkpoint::CheckpointInfo describe_checkpoint(const TrainParams& params, double epoch,
                                               std::int64_t photos_seen) {
  std::array<char, 32> number{};
  std::snprintf(number.data(), number.size(), "%.3g", epoch);
  checkpoint::CheckpointInfo info;
  info.mode = params.mode == Mode::head ? "head" : params.attack.eps > 0 ? "robust" : "full";
  info.file = info.mode + "-" + number.data() + ".safetensors";
  info.title = std::string("epoch ") + number.data();
  info.epoch = epoch;
  info.photos_seen = photos_seen;
  info.recipe = describe(params);
  return info;
}

void put(checkpoint::Series& series, const checkpoint::CheckpointInfo& info) {
  const auto same = std::ranges::find(series.checkpoints, info.file, &checkpoint::CheckpointInfo::file);
  if (same != series.checkpoints.end()) {
    *same = info;
  } else {
    series.checkpoints.push_back(info);
  }
}

}  // namespace birddream::train
