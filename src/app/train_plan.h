#pragma once

#include <string>

#include "app/train_options.h"
#include "base/result.h"
#include "train/trainer.h"

namespace birddream::app {

struct TrainingPlan {
  train::TrainJob job;
  std::string start;  ///< what it begins with and what becomes of the last layer, in a sentence
};

/// What the command line of `birddream train` amounts to: photos and weights are read, nothing is written.
/// `local_rank`: which of the machine's GPUs, where there are processes for several. Error: whatever cannot
/// be read or does not fit; a training in --out already, and no --resume.
Result<TrainingPlan> plan_training(const TrainOptions& options, int local_rank);

}  // namespace birddream::app
