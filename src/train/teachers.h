#pragma once

#include <memory>
#include <string>
#include <vector>

#include "net/network.h"
#include "train/trainer.h"

namespace birddream::train {

/// The networks that a training learns from beside the labels.
struct Teachers {
  std::vector<std::shared_ptr<const net::Network>> networks;
  std::string text;  ///< for recipes: " teachers=" and their weights' fingerprints; empty: none
};

/// Those of the job, on its device. Error: a file that cannot be used, or other classes.
Result<Teachers> load_teachers(const TrainJob& job);

}  // namespace birddream::train
