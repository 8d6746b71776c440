#pragma once

#include <cstdint>

#include "base/result.h"
#include "checkpoint/series.h"
#include "data/photo_reader.h"
#include "net/network.h"
#include "train/train_params.h"
#include "train/trainer.h"

namespace birddream::train {

/// File, title, lane and recipe of the checkpoint at that moment: "full-2.5.safetensors", "epoch 2.5",
/// "full". Named by the moment as it was asked for, so that no two have one name; the epoch that is noted is
/// what whole steps made of it.
checkpoint::CheckpointInfo describe_checkpoint(const TrainParams& params, double moment, double epoch,
                                               std::int64_t photos_seen);

/// Adds a checkpoint, or replaces the one of the same file.
void put(checkpoint::Series& series, const checkpoint::CheckpointInfo& info);

/// What the network makes of the job's held-out photos, into `info`'s metrics; nothing where none are held
/// out. Error: a loss that is not finite, at `step`.
Status measure_held_out(const TrainJob& job, const net::Network& network, data::PhotoReader& reader,
                        std::int64_t step, checkpoint::CheckpointInfo& info);

/// Writes the weights, then the series that names them, so that whoever reads in between finds all that is
/// named. Error: the disk's.
Status keep_checkpoint(checkpoint::Series& series, const net::StateDict& weights,
                       const checkpoint::CheckpointInfo& info);

}  // namespace birddream::train
