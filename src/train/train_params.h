#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/augment.h"

namespace birddream::train {

enum class Mode {
  full,  ///< every weight
  head,  ///< the last layer alone; the trunk stays frozen
};

enum class Optimiser { sgd, adamw };
enum class Schedule { cosine, constant };

/// L2 adversarial training (Madry et al. 2018; FGSM with a random start: Wong et al. 2020). Lengths are L2
/// norms of the whole picture in 0..1; 0.25 to 1.7 are usual at 128 px.
struct Attack {
  double eps = 0;  ///< radius; 0: no attack
  int steps = 1;   ///< 1: FGSM; n: PGD-n. A step's length is 1.25 eps for one, 2.5 eps / n for more
};

/// Learning from what another network says (Hinton et al. 2015).
struct Distillation {
  std::vector<std::string>
      teachers;         ///< weights files of the same architecture and classes, averaged; empty: none
  double weight = 0.5;  ///< share of the loss; the rest is the labels'
  double temperature = 2.0;
};

/// How a network is trained. Plain data; what two runs need to be the same run.
struct TrainParams {
  Mode mode = Mode::full;
  double epochs = 10;  ///< an epoch shows as many photos as there are to train on
  int side = 128;      ///< px
  int batch = 32;      ///< photos a step, of each process
  Optimiser optimiser = Optimiser::sgd;
  Schedule schedule = Schedule::cosine;
  double learning_rate = 0.005;
  double head_factor = 3;      ///< the last layer's learning rate is this much higher
  double momentum = 0.9;       ///< Nesterov's (sgd)
  double weight_decay = 2e-4;  ///< on weights, not on biases and BatchNorm
  double label_smoothing = 0.1;
  double dropout = 0.3;
  double mixup = 0.2;      ///< alpha of the Beta distribution that pairs of photos are mixed by; 0: not
  double average = 0.999;  ///< checkpoints hold a WeightAverage of that decay; 0: the weights as they are
  double balance = 0.35;   ///< data::PhotoDraw's power: 0 classes evenly, 1 by count
  double prior = 0;        ///< log_prior()'s power, added to the logits in the loss; 0: not
  bool bf16 = false;       ///< forward and backward in bfloat16, weights and updates in float32
  Attack attack;
  Distillation distillation;
  data::Augmentation augmentation;
  std::uint64_t seed = 1;
  std::vector<double>
      moments;  ///< epochs, ascending, at which a checkpoint is written; the end is always one
};

/// The preset of that name: "default"; "original-2021" (plain SGD, learning rate 0.01, constant, no
/// augmentation but the flip); "head"; "robust" (FGSM, eps 0.5, lower rate). False for an unknown name.
bool preset(const std::string& name, TrainParams& params);
std::vector<std::string> preset_names();

/// The first value that makes no sense, in a sentence; empty when all is well.
std::string problem_in(const TrainParams& params);

/// Every value that decides what is learnt, as one line of text: a resumed run must have the same.
std::string describe(const TrainParams& params);

/// What a recipe of that kind says of `key`: "0.005" of lr. Nothing where it does not name it.
std::optional<std::string> recipe_word(std::string_view recipe, std::string_view key);

}  // namespace birddream::train
