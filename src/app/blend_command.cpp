#include <algorithm>
#include <cstdio>
#include <list>
#include <memory>

#include "app/checkpoint_argument.h"
#include "app/commands.h"
#include "app/series_of_one.h"
#include "base/number_from.h"
#include "net/blend.h"
#include "net/weights.h"
#include "train/train_params.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* averaged_file = "averaged.safetensors";
constexpr const char* averaged_mode = "averaged";

struct BlendOptions {
  std::vector<std::string> checkpoints;
  fs::path out;
  std::string name;
  std::string title = "averaged";
};

struct Part {
  fs::path file;
  std::string name;  // without its folder, with its share
  double share = 1;
};

/// RUN/FILE[@SHARE]
Result<Part> read_part(const std::string& text) {
  const CheckpointArgument split = split_argument(text, "@");
  Part part{split.file, split.file.filename().string() + split.rest};
  if (split.rest.empty()) return part;
  const auto share = number_from<double>(std::string_view(split.rest).substr(1));
  if (!share || !(*share > 0 && *share <= 1e6))
    return Error{"'" + text + "': after @ stands a share, a number above 0."};
  part.share = *share;
  return part;
}

/// What rebalance and evaluate have to know, of all recipes where they agree: " rebalanced=0.7".
std::string common_words(const std::vector<std::string>& recipes) {
  std::string words;
  for (const char* key : {"held_out", "prior", "rebalanced"}) {
    const auto first = train::recipe_word(recipes.front(), key);
    const auto same = [&](const std::string& recipe) { return train::recipe_word(recipe, key) == first; };
    if (first && std::ranges::all_of(recipes, same)) words += std::string(" ") + key + "=" + *first;
  }
  return words;
}

Outcome blend_checkpoints(const BlendOptions& options) {
  checkpoint::Series blended;
  checkpoint::CheckpointInfo info;
  std::list<net::Weights> weights;
  std::vector<net::BlendPart> parts;
  std::vector<std::string> recipes;
  for (const std::string& text : options.checkpoints) {
    const auto part = read_part(text);
    if (!part) return wrong_usage(part.error().message);
    const auto& [file, name, share] = *part;
    const auto run = checkpoint::load_series(file.parent_path());
    if (!run) return failed(run.error());
    if (blended.classes.empty()) {
      blended = *run;
      blended.checkpoints.clear();
    } else if (!checkpoint::same_classes(blended.classes, run->classes)) {
      return {1, file.string() + ": its classes are not those of the checkpoints before it."};
    }
    auto loaded = net::load_weights(file);
    if (!loaded) return failed(loaded.error());
    weights.push_back(std::move(loaded).value());
    parts.push_back({&weights.back().tensors, share});
    info.recipe += (info.recipe.empty() ? "mean of " : " + ") + name + " " + weights.back().fingerprint;
    const auto* known = checkpoint::find_checkpoint(*run, file.filename().string());
    recipes.push_back(known != nullptr ? known->recipe : "");
    if (known == nullptr) continue;
    info.epoch = std::max(info.epoch, known->epoch);
    info.photos_seen = std::max(info.photos_seen, known->photos_seen);
  }
  const auto mean = net::blend(parts);
  if (!mean) return failed(mean.error());
  info.recipe += common_words(recipes);
  info.file = averaged_file;
  info.title = options.title;
  info.mode = averaged_mode;
  blended.folder = options.out;
  if (!options.name.empty()) blended.name = options.name;
  const auto saved = save_series_of_one(blended, info, *mean, [](const auto& there) {
    return there.file == averaged_file && there.mode == averaged_mode;
  });
  if (!saved) return failed(saved.error());
  std::printf("%s: the mean of %zu checkpoints\n", saved->c_str(), parts.size());
  return done();
}

}  // namespace

void add_blend_command(CLI::App& program, Action& chosen) {
  auto options = std::make_shared<BlendOptions>();
  CLI::App* command = program.add_subcommand("blend", "One checkpoint that is the mean of several");
  command->add_option("CHECKPOINT", options->checkpoints, "RUN/FILE[@SHARE]; shares are 1 unless given")
      ->required()
      ->expected(2, 1000);
  command->add_option("-o,--out", options->out, "Series folder to write")->required();
  command->add_option("--name", options->name, "What the series is called; else as the first one's");
  command->add_option("--title", options->title, "What the checkpoint is called")->capture_default_str();
  command->footer(
      "Checkpoints that began at the same weights average well: a plain and a robust one together know more "
      "photos\n"
      "than each alone.\n"
      "Example: birddream blend runs/plain/full-10.safetensors runs/robust/robust-4.safetensors -o "
      "runs/mean");
  command->callback([options, &chosen] { chosen = [options] { return blend_checkpoints(*options); }; });
}

}  // namespace birddream::app
