#include <ATen/ATen.h>

#include <cstdio>
#include <memory>

#include "app/commands.h"
#include "app/series_of_one.h"
#include "base/formatted.h"
#include "data/photo_set.h"
#include "data/split.h"
#include "net/network.h"
#include "net/weights.h"
#include "train/prior.h"
#include "train/train_params.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

struct RebalanceOptions {
  fs::path checkpoint;
  fs::path photos;
  std::string held_out;
  std::uint64_t split_seed = 1;
  double power = 0.7;
  fs::path out;
};

Outcome rebalance(const RebalanceOptions& options) {
  auto series = checkpoint::load_series(options.checkpoint.parent_path());
  if (!series) return failed(series.error());
  std::erase_if(series->checkpoints,
                [&](const auto& one) { return one.file != options.checkpoint.filename(); });
  if (series->checkpoints.empty())
    return {1, options.checkpoint.string() + ": the series there does not know this checkpoint."};
  for (const char* key : {"prior", "rebalanced"}) {
    if (const auto taken = train::recipe_word(series->checkpoints.front().recipe, key)) {
      return {1, options.checkpoint.string() + ": that is taken out of it already (" + key + "=" + *taken +
                     "); twice, rare species would be named too readily."};
    }
  }
  auto photos = data::find_photos(options.photos);
  if (!photos) return failed(photos.error());
  if (!checkpoint::same_classes(series->classes, photos->classes))
    return {1,
            options.checkpoint.string() + ": its classes are not those of " + options.photos.string() + "."};
  const auto split = data::split_as_wished(*photos, options.held_out, options.split_seed);
  if (!split) return failed(split.error());
  auto weights = net::load_weights(options.checkpoint);
  if (!weights) return failed(weights.error());
  const auto head = net::classifier_name(series->architecture);
  if (!head) return failed(head.error());
  const auto bias = weights->tensors.find(*head + ".bias");
  if (bias == weights->tensors.end() ||
      bias->second.numel() != static_cast<std::int64_t>(photos->classes.size()))
    return {1, options.checkpoint.string() + ": no bias for each class in " + *head + "."};
  bias->second = bias->second - train::log_prior(*photos, split->train, options.power);
  checkpoint::CheckpointInfo info = series->checkpoints.front();
  info.recipe += formatted(" rebalanced=%g", options.power);
  info.metrics.clear();
  series->folder = options.out;
  const auto saved = save_series_of_one(*series, info, weights->tensors, [&](const auto& there) {
    return there.file == info.file && train::recipe_word(there.recipe, "rebalanced");
  });
  if (!saved) return failed(saved.error());
  std::printf("%s: rare species are named as readily as frequent ones\n", saved->c_str());
  return done();
}

}  // namespace

void add_rebalance_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<RebalanceOptions>();
  CLI::App* command = program.add_subcommand(
      "rebalance", "Take from a checkpoint what it believes about how frequent a species is");
  command->add_option("CHECKPOINT", options->checkpoint, "RUN/FILE")->required();
  command->add_option("--photos", options->photos, "The photos it was trained on")->required();
  command->add_option("--held-out", options->held_out, "Those that it was not trained on, as for train");
  command->add_option("--split-seed", options->split_seed, "As for train")->capture_default_str();
  command->add_option("--power", options->power, "log(photos of the species) times this leaves its bias")
      ->check(CLI::Range(0.0, 2.0))
      ->capture_default_str();
  command->add_option("-o,--out", options->out, "Series folder to write")->required();
  command->footer(
      "A network that saw one species sixty times as often as another names it too readily (Menon et al. "
      "2021). "
      "Dreams\n"
      "of a species do not change by it: its bias has no gradient.\n"
      "Example: birddream rebalance runs/plain/full-12.safetensors --photos birds -o runs/rebalanced");
  command->callback([options, &chosen] { chosen = [options] { return rebalance(*options); }; });
}

}  // namespace birddream::app
