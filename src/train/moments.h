#pragma once

#include <cstdint>
#include <set>

#include "checkpoint/series.h"
#include "train/train_params.h"

namespace birddream::train {

/// The steps before which a checkpoint is written.
class Moments {
 public:
  Moments(const TrainParams& params, std::size_t photos, int ranks);
  bool at(std::int64_t step) const { return steps_.contains(step); }

 private:
  std::set<std::int64_t> steps_;
};

/// File, title, lane and recipe of the checkpoint at that moment: "full-2.5.safetensors", "epoch 2.5",
/// "full".
checkpoint::CheckpointInfo describe_checkpoint(const TrainParams& params, double epoch,
                                               std::int64_t photos_seen);

/// Adds a checkpoint, or replaces the one of the same file.
void put(checkpoint::Series& series, const checkpoint::CheckpointInfo& info);

}  // namespace birddream::train
