#include "train/train_params.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "train/number_text.h"

namespace birddream::train {
namespace {

struct Preset {
  const char* name;
  void (*apply)(TrainParams&);
};

constexpr std::array<Preset, 4> presets = {{
    {"default", [](TrainParams& p) { p = TrainParams{}; }},
    {"original-2021",
     [](TrainParams& p) {
       p = TrainParams{};
       p.schedule = Schedule::constant;
       p.learning_rate = 0.01;
       p.momentum = 0;
       p.head_factor = 1;
       p.weight_decay = p.label_smoothing = p.dropout = p.mixup = p.average = 0;
       p.balance = 1;
       p.augmentation = data::Augmentation::none();
       p.augmentation.flip = true;
     }},
    {"head",
     [](TrainParams& p) {
       p = TrainParams{};
       p.mode = Mode::head;
       p.learning_rate = 0.005;
       p.head_factor = 1;
     }},
    {"robust",
     [](TrainParams& p) {
       p = TrainParams{};
       p.learning_rate = 0.005;
       p.head_factor = 1;
       p.mixup = 0;
       p.attack.eps = 0.5;
     }},
}};

}  // namespace

bool preset(const std::string& name, TrainParams& params) {
  const auto found = std::ranges::find_if(presets, [&](const Preset& one) { return name == one.name; });
  if (found == presets.end()) return false;
  found->apply(params);
  return true;
}

std::vector<std::string> preset_names() {
  std::vector<std::string> names;
  for (const Preset& one : presets) names.emplace_back(one.name);
  return names;
}

std::string problem_in(const TrainParams& p) {
  const auto within = [](double value, double low, double high) { return value >= low && value <= high; };
  if (!within(p.epochs, 0, 100000)) return "The number of epochs must be 0 or more.";
  if (!within(p.side, 64, 1024)) return "The side must be 64 to 1024 px.";
  if (!within(p.batch, 1, 4096)) return "A batch has 1 to 4096 photos.";
  if (!within(p.learning_rate, 1e-8, 10)) return "The learning rate must be above 0, and 10 at most.";
  if (!within(p.head_factor, 0, 1000)) return "The last layer's factor must be 0 to 1000.";
  if (!within(p.momentum, 0, 0.9999)) return "Momentum must be 0 or more and below 1.";
  if (!within(p.weight_decay, 0, 1)) return "Weight decay must be 0 to 1.";
  if (!within(p.label_smoothing, 0, 0.99)) return "Label smoothing must be 0 or more and below 1.";
  if (!within(p.dropout, 0, 0.99)) return "Dropout must be 0 or more and below 1.";
  // Below that a share is 0 or 1 as far as a float can tell.
  if (p.mixup != 0 && !within(p.mixup, 1e-3, 1)) return "Mixup's alpha must be 0 (none), or 0.001 to 1.";
  if (!within(p.average, 0, 0.999999)) return "The average's decay must be 0 (none) or more and below 1.";
  if (!within(p.balance, 0, 1)) return "The class balance must be between 0 (even) and 1 (by count).";
  if (!within(p.prior, 0, 2)) return "The prior's power must be 0 (none) to 2.";
  if (!within(p.attack.eps, 0, 100)) return "The attack's eps must be 0 (none) to 100.";
  if (!within(p.attack.steps, 1, 100)) return "The attack takes 1 to 100 steps.";
  if (!within(p.distillation.weight, 0, 1)) return "The teacher's weight must be 0 to 1.";
  if (!within(p.distillation.temperature, 0.1, 100)) return "The teacher's temperature must be 0.1 to 100.";
  const data::Augmentation& a = p.augmentation;
  if (!within(a.least_area, 0.01, 1)) return "A crop's least area must be 0.01 to 1 of the photo.";
  if (!within(a.stretch, 1, 4)) return "A crop's stretch must be 1 to 4.";
  if (!within(a.rotation, 0, 3.2)) return "The rotation must be 0 to 3.2 radians.";
  if (!within(a.colour, 0, 1)) return "Colour shifts must be 0 to 1.";
  for (std::size_t i = 0; i < p.moments.size(); ++i) {
    if (!within(p.moments[i], 0, p.epochs) || (i > 0 && p.moments[i] <= p.moments[i - 1]))
      return "The moments for checkpoints must rise from 0 to the number of epochs.";
  }
  return "";
}

std::string describe(const TrainParams& p) {
  std::string line = p.mode == Mode::head ? "mode=head" : "mode=full";
  const auto add = [&](const char* key, const std::string& value) {
    line += std::string(" ") + key + "=" + value;
  };
  add("epochs", number_text(p.epochs));
  add("side", std::to_string(p.side));
  add("batch", std::to_string(p.batch));
  add("optimiser", p.optimiser == Optimiser::sgd ? "sgd" : "adamw");
  add("schedule", p.schedule == Schedule::cosine ? "cosine" : "constant");
  add("lr", number_text(p.learning_rate));
  add("head_factor", number_text(p.head_factor));
  add("momentum", number_text(p.momentum));
  add("weight_decay", number_text(p.weight_decay));
  add("label_smoothing", number_text(p.label_smoothing));
  add("dropout", number_text(p.dropout));
  if (p.mixup > 0) add("mixup", number_text(p.mixup));
  if (p.average > 0) add("average", number_text(p.average));
  add("balance", number_text(p.balance));
  if (p.prior > 0) add("prior", number_text(p.prior));
  add("precision", p.bf16 ? "bf16" : "float32");
  if (p.attack.eps > 0) add("attack", number_text(p.attack.eps) + "/" + std::to_string(p.attack.steps));
  if (!p.distillation.teachers.empty())
    add("distil", number_text(p.distillation.weight) + "/" + number_text(p.distillation.temperature) + "/" +
                      std::to_string(p.distillation.teachers.size()));
  const data::Augmentation& a = p.augmentation;
  add("augment", number_text(a.least_area) + "/" + number_text(a.stretch) + "/" + number_text(a.rotation) +
                     "/" + number_text(a.colour) + (a.flip ? "/flip" : ""));
  add("seed", std::to_string(p.seed));
  return line;
}

std::optional<std::string> recipe_word(std::string_view recipe, std::string_view key) {
  while (!recipe.empty()) {
    const auto end = std::min(recipe.find(' '), recipe.size());
    const std::string_view word = recipe.substr(0, end);
    if (word.size() > key.size() && word.starts_with(key) && word[key.size()] == '=')
      return std::string(word.substr(key.size() + 1));
    recipe.remove_prefix(std::min(end + 1, recipe.size()));
  }
  return std::nullopt;
}

}  // namespace birddream::train
