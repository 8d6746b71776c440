#include "train/moments.h"

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

}  // namespace birddream::train
