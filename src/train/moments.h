#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "checkpoint/series.h"
#include "train/train_params.h"

namespace birddream::train {

/// The steps before which a checkpoint is written, the end among them, and the epoch that was asked for
/// there.
class Moments {
 public:
  Moments(const TrainParams& params, std::size_t photos, int ranks);
  /// The moment of that step, if it is one. Of two that fall on one step, the later.
  std::optional<double> at(std::int64_t step) const;

  /// An epoch that gets no checkpoint, since the later one falls on the same step.
  struct Lost {
    double epoch, later;
  };
  const std::vector<Lost>& lost() const { return lost_; }

 private:
  std::map<std::int64_t, double> steps_;
  std::vector<Lost> lost_;
};

/// File, title, lane and recipe of the checkpoint at that moment: "full-2.5.safetensors", "epoch 2.5",
/// "full". Named by the moment as it was asked for, so that no two have one name; the epoch that is noted is
/// what whole steps made of it.
checkpoint::CheckpointInfo describe_checkpoint(const TrainParams& params, double moment, double epoch,
                                               std::int64_t photos_seen);

/// Adds a checkpoint, or replaces the one of the same file.
void put(checkpoint::Series& series, const checkpoint::CheckpointInfo& info);

}  // namespace birddream::train
