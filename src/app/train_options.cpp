#include "app/train_options.h"

#include <map>

#include "app/model_option.h"

namespace birddream::app {
namespace {

constexpr const char* what = "What is trained";
constexpr const char* recipe = "How it learns";
constexpr const char* views = "How photos are varied";
constexpr const char* running = "Running";

void add_places(CLI::App& command, TrainOptions& options) {
  command
      .add_option("--photos", options.photos,
                  "Folder of photos: a folder per class, or the CSE455 competition's")
      ->required()
      ->group(what);
  command.add_option("-o,--out", options.out, "Series folder to write")->required()->group(what);
  command.add_option("--name", options.name, "What the series is called")->group(what);
  command
      .add_option(
          "--from", options.from,
          "Weights to begin with, or random; else the ImageNet network that ships, random for another "
          "--arch. "
          "The last layer is kept where series.json or x.json beside x.safetensors names the same classes")
      ->group(what);
  command.add_option("--arch", options.architecture, "Architecture of --from; else as in that JSON")
      ->group(what);
  command
      .add_flag("--fresh-head", options.fresh_head, "A new last layer even where the classes are the same")
      ->group(what);
  command
      .add_option("--held-out", options.held_out,
                  "Photos to measure with, not to train on: a share (0.1), a folder, or a list of files")
      ->group(what);
  command
      .add_option("--split-seed", options.split_seed, "Another one: another share of the photos is held out")
      ->group(what)
      ->capture_default_str();
}

/// An option of the recipe that is one of some words. `value` outlives the command.
template <class Value>
void add_words(CLI::App& command, const char* name, Value& value, const std::map<std::string, Value>& words,
               const char* help) {
  std::vector<std::string> names;
  std::string chosen;
  for (const auto& [word, meaning] : words) {
    names.push_back(word);
    if (meaning == value) chosen = word;
  }
  command
      .add_option_function<std::string>(
          name, [&value, words](const std::string& word) { value = words.at(word); }, help)
      ->check(CLI::IsMember(names))
      ->default_str(chosen)
      ->group(recipe);
}

void add_recipe(CLI::App& command, train::TrainParams& p) {
  const auto add = [&](const char* name, auto& value, const char* help) {
    return command.add_option(name, value, help)->group(recipe)->capture_default_str();
  };
  add_words<train::Mode>(command, "--mode", p.mode,
                         {{"full", train::Mode::full}, {"head", train::Mode::head}},
                         "full: every weight; head: the last layer alone");
  add("--epochs", p.epochs, "An epoch shows as many photos as there are; fractions are fine");
  add("--checkpoints-at", p.moments,
      "Epochs at which a checkpoint is written: 0,0.5,1,2 (the end is always one)")
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add("--batch", p.batch, "Photos a step");
  add_words<train::Optimiser>(command, "--optimiser", p.optimiser,
                              {{"sgd", train::Optimiser::sgd}, {"adamw", train::Optimiser::adamw}},
                              "sgd (Nesterov) or adamw");
  add("--lr", p.learning_rate, "Learning rate");
  add_words<train::Schedule>(command, "--schedule", p.schedule,
                             {{"cosine", train::Schedule::cosine}, {"constant", train::Schedule::constant}},
                             "cosine (down to 0) or constant");
  add("--head-factor", p.head_factor, "The last layer learns this much faster");
  add("--momentum", p.momentum, "Nesterov momentum (sgd)");
  add("--weight-decay", p.weight_decay, "On weights, not on biases");
  add("--label-smoothing", p.label_smoothing, "0: none");
  add("--dropout", p.dropout, "Share of the last features dropped");
  add("--mixup", p.mixup, "Pairs of photos are mixed, their shares drawn from Beta(this, this); 0: not");
  add("--average", p.average,
      "Checkpoints hold a running mean of the weights with this decay; 0: the weights as they are");
  add("--balance", p.balance, "How classes are drawn: 0 evenly, 1 by their number of photos");
  add("--prior", p.prior,
      "Log of a class's photos, times this, joins its logit in the loss: rare species are named as readily "
      "as "
      "frequent ones; 0: not");
  add("--attack-eps", p.attack.eps,
      "Robust training: L2 radius of the attack, 0.25 to 1.7 at 128 px; 0: none");
  add("--attack-steps", p.attack.steps, "1: FGSM with a random start; n: PGD-n");
  add("--teacher", p.distillation.teachers, "Weights to learn from beside the labels; several are averaged");
  add("--teacher-weight", p.distillation.weight, "The teacher's share of the loss");
  add("--teacher-temperature", p.distillation.temperature, "Softens what the teacher says");
  add("--seed", p.seed, "Same seed, same machine: same weights");
}

void add_views(CLI::App& command, train::TrainParams& p) {
  const auto add = [&](const char* name, auto& value, const char* help) {
    return command.add_option(name, value, help)->group(views)->capture_default_str();
  };
  add("--size", p.side, "Side of the pictures, px");
  add("--least-area", p.augmentation.least_area, "Smallest part of a photo that a crop shows");
  add("--stretch", p.augmentation.stretch, "Largest departure of a crop from a square");
  add("--rotation", p.augmentation.rotation, "To either side, radians");
  add("--colour", p.augmentation.colour, "Shifts of brightness, contrast, saturation");
  command.add_flag("--flip,!--no-flip", p.augmentation.flip, "Left and right")->group(views);
}

void add_running(CLI::App& command, TrainOptions& options) {
  command
      .add_option("--precision", options.precision,
                  "float32, bfloat16, or auto: bfloat16 where the CPU is fast at it")
      ->check(CLI::IsMember({"auto", "float32", "bfloat16", "bf16"}))
      ->group(running)
      ->capture_default_str();
  add_device_option(command, options.device)->group(running);
  command.add_option("--save-minutes", options.save_minutes, "What a kill loses at most")
      ->check(CLI::Range(0.0, 1440.0))
      ->group(running)
      ->capture_default_str();
  command.add_option("--loader-threads", options.loader_threads, "Threads that decode photos")
      ->check(CLI::Range(1, 64))
      ->group(running)
      ->capture_default_str();
  command
      .add_flag("--resume", options.resume,
                "Go on where the run in --out stopped (begins it if there is none)")
      ->group(running);
}

}  // namespace

void add_train_options(CLI::App& command, TrainOptions& options) {
  // Read before the others are: they then start from its values.
  command
      .add_option_function<std::string>(
          "--preset", [&options](const std::string& name) { train::preset(name, options.params); },
          "Recipe to start from; options given beside it change it")
      ->check(CLI::IsMember(train::preset_names()))
      ->trigger_on_parse()
      ->group(recipe);
  add_places(command, options);
  add_recipe(command, options.params);
  add_views(command, options.params);
  add_running(command, options);
}

}  // namespace birddream::app
