#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "checkpoint/series.h"
#include "checkpoint/training_log.h"
#include "data/photo_set.h"
#include "data/split.h"
#include "net/network.h"
#include "train/ranks.h"
#include "train/train_params.h"

namespace birddream::train {

/// A training to carry out. Plain data.
struct TrainJob {
  TrainParams params;
  checkpoint::Series series;  ///< folder, name, architecture, classes; its checkpoints are kept and added to
  net::StateDict start;       ///< weights at step 0, the classifier as wide as there are classes
  std::string parent;         ///< their fingerprint
  data::PhotoSet photos;
  data::Split split;
  at::Device device = at::Device(at::kCPU);
  int loader_threads = 1;
  double save_minutes = 3;  ///< a kill loses at most so much
  bool resume = false;      ///< go on from the state in the folder
};

/// What a training tells while it runs; called on the training thread.
struct TrainListener {
  std::function<void(const checkpoint::LogLine&)> line = [](const checkpoint::LogLine&) {};
  std::function<void(const checkpoint::CheckpointInfo&)> checkpoint = [](const checkpoint::CheckpointInfo&) {
  };
};

/// How it ended.
struct TrainEnd {
  bool finished = false;  ///< false: stopped, and can be resumed
  std::int64_t step = 0;
  int photos_skipped = 0;  ///< that could not be read
  std::string weights;     ///< fingerprint of the weights as they stand: the same in every process
};

/// Trains until the end or until `stop` becomes true. Writes into the series' folder: checkpoints (float32)
/// and series.json at the moments, each measured on the held-out photos; the state to resume from;
/// training.jsonl. Only rank 0 writes; all must begin with the same job, state and weights. Same job, same
/// machine, same threads: same bytes, however often it was stopped and resumed. Error: parameters that make
/// no sense, a state of another run, no photos, a teacher that cannot be used, processes that begin
/// differently, a loss, weight or figure that is not finite (it is never written), a disk that is full; what
/// was written until then stays.
Result<TrainEnd> train(TrainJob job, Ranks& ranks, const std::atomic<bool>& stop,
                       const TrainListener& listener);

/// The number of optimiser steps an epoch count amounts to.
std::int64_t steps_for(double epochs, std::size_t photos, int batch, int ranks);

}  // namespace birddream::train
