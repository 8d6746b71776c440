#pragma once

#include <cstdint>

namespace birddream::cuda {

constexpr int most_terms = 16;
constexpr int most_taps = 8;

/// What a step is to do, as plain numbers in device memory: a changed slider is a changed number here, never
/// another graph.
struct StepBlock {
  enum Beyond : std::int32_t { gray, wrap, mirror };
  enum Rule : std::int32_t { sgd, sgd_normalised, adam };
  enum Kind : std::int32_t { class_logit, cross_entropy, probability, layer, channel, neuron };

  /// Where pixel (column j, row i) of what is seen lies in the picture, px: as dream::Sampling.
  struct View {
    float x, x_right, x_down;
    float y, y_right, y_down;
    std::int32_t beyond;
    std::int32_t mirrored;
  } view;

  struct Term {
    std::int32_t kind;
    std::int32_t tap;    ///< index of the taps that the graph was made for
    std::int32_t index;  ///< class or channel
    float weight;
    float across = 0.5F;  ///< neuron: which cell, as a share of the layer's width from the left
    float down = 0.5F;    ///< and of its height from the top
  } terms[most_terms];
  std::int32_t term_count;
  /// The largest gradient at a tap is given this size, so that halves hold what comes of it.
  float loss_scale;

  std::int32_t rule;
  float rate;     ///< learning rate; of adam divided by the first moment's correction
  float correct;  ///< one over the second moment's correction
  std::int32_t clamp;
  float sigma;        ///< of the blur, px; 0: none
  std::int32_t turn;  ///< the picture itself is mirrored at the end
  float matrix[9];    ///< of the colours, row by row
};

/// What a step found.
struct StepResult {
  float objective;
  float scale;  ///< all gradients were multiplied by this
  float norm, mean_magnitude;
  std::int32_t good;  ///< objective and gradient are finite, the gradient is not 0: the step was worked out
  std::int32_t lost;  ///< numbers of the next values were not finite: the step was not taken
  float term_numbers[most_terms];  ///< of class terms: the largest logit
  float term_sums[most_terms];     ///< and the sum of exponentials above it
};

}  // namespace birddream::cuda
