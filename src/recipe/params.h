#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Everything that shapes a dream, as plain values. Edited by panels, given on the command line, written into
/// PNGs and session files; the dream itself is a pure function of (these over time, the weights, the seed).
/// Ranges, units and explanations of the scalar fields stand once, in param_table.h.
namespace birddream::recipe {

enum class ObjectiveKind {
  class_logit,    ///< raise the class neuron before softmax (the original's "negative logit" loss)
  cross_entropy,  ///< lower -log softmax: also pushes all other classes down (the original's finding 2)
  probability,    ///< raise the softmax output itself (the original's finding 3)
  layer,          ///< mean square of a whole layer: the classic DeepDream (Mordvintsev et al. 2015)
  channel,        ///< mean of one channel of a layer (Olah et al. 2017)
  neuron,         ///< one cell of one channel
  guide,          ///< what a layer sees in a photo, wherever it fits (guided dreams, google/deepdream 2015)
};

/// Whether it climbs a class, so that a species means something.
bool is_of_class(ObjectiveKind kind);

/// One term of the weighted sum that a step climbs.
struct Target {
  ObjectiveKind kind = ObjectiveKind::class_logit;
  std::string species;     ///< class kinds: the class's name as in the series (case-insensitive)
  std::string layer;       ///< layer kinds: a tap name of the network, e.g. "inception_4c"
  int channel = 0;         ///< channel and neuron: which channel of that layer
  float weight = 1.0F;     ///< may be negative: push away
  std::string photo = {};  ///< guide: the photo's file
  /// Which checkpoint looks, as checkpoint::to_text() writes a place; "": the one under the dream.
  std::string checkpoint = {};
  float across = 0.5F;  ///< neuron: which cell, as a share of the layer's width from the left, 0..1
  float down = 0.5F;    ///< and of its height from the top

  bool operator==(const Target&) const = default;
};

enum class Parametrisation { pixel, fourier };
enum class Optimiser { sgd, sgd_normalised, adam };
enum class Border { gray, wrap, mirror };
enum class FlipMode { none, view, image };
enum class StartKind { gray, noise, gradient, photo };

struct DreamParams {
  // What is wanted
  std::vector<Target> targets = {Target{}};

  // Picture and start
  int width = 128;  ///< final size, pixels, 64..4096
  int height = 128;
  std::uint64_t seed = 1;
  StartKind start = StartKind::gray;
  std::string start_photo;      ///< file path, for StartKind::photo
  float start_blur = 0.0F;      ///< photo: Gaussian sigma in pixels, 0 = as sharp as it is
  float start_contrast = 0.0F;  ///< amplitude of the start noise / gradient around 0.5, in 0..1 units

  // How the picture is stored while it is dreamt
  Parametrisation parametrisation = Parametrisation::fourier;
  float spectrum_decay = 1.0F;   ///< Fourier: coefficients are scaled by 1/f^decay
  float contrast = 1.0F;         ///< Fourier: how strongly the coefficients act on the pixels; 1 = Lucid's
  float spectrum_noise = 0.01F;  ///< Fourier: standard deviation of the start coefficients
  bool decorrelate = true;       ///< colours through Lucid's correlation matrix

  // One step
  Optimiser optimiser = Optimiser::adam;
  float learning_rate = 0.05F;
  float cooldown = 0.0F;  ///< share of the steps, at the end, over which the learning rate falls to a tenth
  int steps = 128;        ///< in all octaves together
  int redirect_relu_steps = 16;  ///< let gradient through dead ReLUs for this many first steps (Lucid)
  bool clamp = true;             ///< pixel: keep the picture in 0..1 after each step
  float blur_min = 0.0F;         ///< Gaussian sigma in pixels, applied to the picture after each step;
  float blur_max = 0.0F;         ///< drawn anew each step from [blur_min, blur_max]; both 0 = none

  // What the network sees each step
  int jitter = 8;          ///< shift by up to this many pixels, each axis
  float rotate = 10.0F;    ///< degrees, drawn from [-rotate, rotate]
  float scale_min = 0.9F;  ///< magnification drawn from [scale_min, scale_max]
  float scale_max = 1.1F;
  FlipMode flip = FlipMode::view;  ///< view: mirrored for this step only; image: the picture itself (2021)
  int pad = 0;                     ///< margin of `border`, in pixels, that stays visible to the network
  Border border = Border::gray;    ///< what lies beyond the picture's edge
  int tile = 1024;  ///< pixels, a side: what is larger is seen by tiles of that size (dream/tiles.h)

  // Endless zoom: the picture itself moves
  float zoom = 0.0F;   ///< percent a step; below 0 it recedes
  float turn = 0.0F;   ///< degrees a step, clockwise
  int zoom_every = 1;  ///< so many steps' worth at once, every so many steps

  // Coarse to fine
  int octaves = 1;
  float octave_scale = 1.4F;  ///< ratio of neighbouring octave sizes, > 1

  bool operator==(const DreamParams&) const = default;
};

/// Whether going from one to the other needs a new dream (start image, seed).
bool changes_start(const DreamParams& before, const DreamParams& after);
/// Whether it changes how a dream's values become a picture: these changes act at once, each on what the ones
/// before it left, and not from the next step on as all others do.
bool changes_decoding(const DreamParams& before, const DreamParams& after);

}  // namespace birddream::recipe
