#include "train/checkpoint_file.h"

#include <algorithm>
#include <cmath>

#include "net/weights.h"
#include "train/finite.h"
#include "train/measure.h"
#include "train/number_text.h"

namespace birddream::train {

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

Status measure_held_out(const TrainJob& job, const net::Network& network, data::PhotoReader& reader,
                        std::int64_t step, checkpoint::CheckpointInfo& info) {
  if (job.split.held_out.empty()) return {};
  const Measure held =
      measure(network, reader, job.photos, job.split.held_out, job.params.side, job.params.bf16);
  if (!std::isfinite(held.loss)) return not_finite("loss on held-out photos", step, job.series.folder);
  info.metrics = {{"top1", held.top1}, {"top5", held.top5}, {"loss", held.loss}};
  return {};
}

Status keep_checkpoint(checkpoint::Series& series, const net::StateDict& weights,
                       const checkpoint::CheckpointInfo& info) {
  if (Status saved = net::save_weights(series.folder / info.file, weights, {{"recipe", info.recipe}}); !saved)
    return saved;
  put(series, info);
  return checkpoint::save_series(series);
}

}  // namespace birddream::train
