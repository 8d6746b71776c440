#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

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

}  // namespace birddream::train
