#include "train/moments.h"

#include <algorithm>

#include "train/number_text.h"
#include "train/trainer.h"

namespace birddream::train {

Moments::Moments(const TrainParams& params, std::size_t photos, int ranks) {
  std::vector<double> epochs = params.moments;
  epochs.push_back(params.epochs);
  for (const double epoch : epochs) {
    double& kept = steps_.try_emplace(steps_for(epoch, photos, params.batch, ranks), epoch).first->second;
    if (kept != epoch) lost_.push_back({kept, epoch});
    kept = epoch;
  }
}

std::optional<double> Moments::at(std::int64_t step) const {
  const auto found = steps_.find(step);
  return found == steps_.end() ? std::nullopt : std::optional(found->second);
}

checkpoint::CheckpointInfo describe_checkpoint(const TrainParams& params, double moment, double epoch,
                                               std::int64_t photos_seen) {
  const std::string number = number_text(moment);
  checkpoint::CheckpointInfo info;
  info.mode = params.mode == Mode::head ? "head" : params.attack.eps > 0 ? "robust" : "full";
  info.file = info.mode + "-" + number + ".safetensors";
  info.title = "epoch " + number;
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
