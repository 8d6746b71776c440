#include "app/train_plan.h"

#include <optional>

#include "app/load.h"
#include "app/model_option.h"
#include "base/paths.h"
#include "checkpoint/own_model.h"
#include "data/split.h"
#include "net/trainable.h"
#include "net/weights.h"
#include "train/precision.h"
#include "train/run_state.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

/// What is known of a weights file: by the JSON beside it, else by the series it stands in.
Result<std::optional<checkpoint::Series>> described(const fs::path& file) {
  std::error_code ignored;
  const bool alone = checkpoint::has_description(file);
  if (!alone && !fs::exists(file.parent_path() / checkpoint::series_file, ignored))
    return std::optional<checkpoint::Series>();
  auto series = alone ? checkpoint::read_own_model(file) : checkpoint::load_series(file.parent_path());
  if (!series) return series.error();
  return std::optional(std::move(series).value());
}

Status begin_at_random(const TrainOptions& options, TrainingPlan& plan) {
  train::TrainJob& job = plan.job;
  job.series.architecture = options.architecture.empty() ? "googlenet" : options.architecture;
  auto made = net::random_weights(job.series.architecture, static_cast<int>(job.series.classes.size()),
                                  options.params.seed);
  if (!made) return made.error();
  job.start = std::move(made).value();
  job.parent = "random";
  plan.start = "begins with random weights";
  return {};
}

/// The weights to begin with, as wide as there are classes, and where they come from.
Status choose_start(const TrainOptions& options, TrainingPlan& plan) {
  train::TrainJob& job = plan.job;
  fs::path file = options.from;
  const bool other_architecture = !options.architecture.empty() && options.architecture != "googlenet";
  if (file == "random" || (file.empty() && other_architecture)) return begin_at_random(options, plan);
  if (file.empty()) {
    const auto shipped = checkpoint::load_series(assets_dir() / "imagenet");
    if (!shipped) return shipped.error();
    file = shipped->folder / shipped->checkpoints.back().file;
  }
  auto weights = net::load_weights(file);
  if (!weights) return weights.error();
  job.parent = weights->fingerprint;
  const auto known = described(file);
  if (!known) return known.error();
  const std::string architecture = *known ? (*known)->architecture : "googlenet";
  job.series.architecture = options.architecture.empty() ? architecture : options.architecture;
  const bool same = *known && checkpoint::same_classes((*known)->classes, job.series.classes);
  const std::string begins = "begins with " + file.string() + "; its last layer is ";
  if (same && !options.fresh_head) {
    const auto network = net::make_network(job.series.architecture, weights->tensors, at::kCPU);
    if (!network) return Error{file.string() + ": " + network.error().message};
    const auto classes = static_cast<int>(job.series.classes.size());
    if ((*network)->classes() != classes) {
      return Error{file.string() + ": knows " + std::to_string((*network)->classes()) +
                   " classes, but the JSON beside it lists " + std::to_string(classes) + "."};
    }
    job.start = std::move(weights->tensors);
    plan.start = begins + "kept, the classes are the same";
    return {};
  }
  plan.start = begins + (same     ? "new, as --fresh-head says"
                         : *known ? "new, its classes are others"
                                  : "new, since nothing beside it says which classes it knows");
  auto fresh = net::with_fresh_classifier(job.series.architecture, std::move(weights->tensors),
                                          static_cast<int>(job.series.classes.size()), options.params.seed);
  if (!fresh) return Error{file.string() + ": " + fresh.error().message};
  job.start = std::move(fresh).value();
  return {};
}

/// The series in --out: a new one, or the one to go on with, whose classes must be the same.
Status choose_series(const TrainOptions& options, const data::PhotoSet& photos, checkpoint::Series& series) {
  series.folder = options.out;
  series.name =
      options.name.empty() ? fs::absolute(options.out).lexically_normal().filename().string() : options.name;
  series.classes = photos.classes;
  std::error_code ignored;
  const bool has_series = fs::exists(options.out / checkpoint::series_file, ignored);
  // A run that was stopped before its first checkpoint has nothing else: hours may be in it.
  const bool has_state = fs::exists(train::state_file(options.out), ignored);
  if (!has_series && !has_state) return {};
  if (!options.resume) {
    return Error{options.out.string() +
                 ": there is a training already. Go on with it by --resume, or name another folder."};
  }
  if (!has_series) return {};
  auto before = checkpoint::load_series(options.out);
  if (!before) return before.error();
  if (!has_state) {
    return Error{options.out.string() + ": the series there came without " + train::state_file("").string() +
                 ", so no training can go on with it. Name another folder, and begin with one of its "
                 "checkpoints by --from."};
  }
  if (!checkpoint::same_classes(before->classes, photos.classes))
    return Error{options.out.string() + ": the series there has other classes than " + photos.root.string() +
                 "."};
  series.checkpoints = before->checkpoints;
  if (options.name.empty()) series.name = before->name;
  return {};
}

}  // namespace

Result<TrainingPlan> plan_training(const TrainOptions& options, int local_rank) {
  TrainingPlan plan;
  train::TrainJob& job = plan.job;
  auto photos = data::find_photos(options.photos);
  if (!photos) return photos.error();
  job.photos = std::move(photos).value();
  auto split = data::split_as_wished(job.photos, options.held_out, options.split_seed);
  if (!split) return split.error();
  job.split = std::move(split).value();
  if (const Status chosen = choose_series(options, job.photos, job.series); !chosen) return chosen.error();
  if (const Status chosen = choose_start(options, plan); !chosen) return chosen.error();
  const auto device = net::choose_device(options.device);
  if (!device) return device.error();
  job.device = device->device;
  if (job.device.is_cuda()) job.device.set_index(static_cast<c10::DeviceIndex>(local_rank));
  announce(*device);
  job.params = options.params;
  job.params.bf16 =
      is_bfloat16(options.precision) || (options.precision == "auto" && train::has_fast_bfloat16(job.device));
  job.save_minutes = options.save_minutes;
  job.loader_threads = options.loader_threads;
  std::error_code ignored;
  job.resume = options.resume && fs::exists(train::state_file(options.out), ignored);
  return plan;
}

}  // namespace birddream::app
