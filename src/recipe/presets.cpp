#include "recipe/presets.h"

#include <algorithm>

namespace birddream::recipe {
namespace {

// A spectrum much steeper than Lucid's makes one whole bird in a setting instead of texture, more contrast
// brings its colours back, the cool-down settles the feathers, and wide transforms keep the bird inside the
// frame. Spectrum and contrast were chosen by a network of another kind (bench/judge.py) and by eye.
DreamParams birds() {
  DreamParams p;
  p.parametrisation = Parametrisation::fourier;
  p.spectrum_decay = 1.75F;
  p.contrast = 2.4F;
  p.learning_rate = 0.1F;
  p.cooldown = 0.4F;
  p.steps = 160;
  p.jitter = 12;
  p.rotate = 20.0F;
  p.scale_min = 0.7F;
  p.scale_max = 1.25F;
  return p;
}

DreamParams feathers() {
  DreamParams p = birds();
  p.spectrum_decay = 1.2F;
  p.contrast = 1.35F;
  return p;
}

// Found by eye: slow enough that feathers are redrawn before they blur, without a cool-down since it never
// ends.
DreamParams zoom() {
  // Pixels and a step of one size: what comes in at the centre is drawn at once, and nothing that was moved
  // drags old moments behind it. Views of half the size and less keep the next birds small.
  DreamParams p = birds();
  p.width = p.height = 192;
  p.parametrisation = Parametrisation::pixel;
  p.decorrelate = false;
  p.optimiser = Optimiser::sgd_normalised;
  p.learning_rate = 0.02F;
  p.clamp = true;
  p.blur_min = p.blur_max = 0.5F;
  p.jitter = 24;
  p.scale_min = 0.5F;
  p.scale_max = 1.1F;
  p.cooldown = 0;
  p.steps = 3000;
  p.zoom = 0.3F;
  p.turn = 0.15F;
  p.zoom_every = 4;
  return p;
}

// "Dreaming of Birds" (2021): gray pixels, plain gradient on the negated logit, clamp, blur, random flip of
// the picture. Its learning rate was for its own network; this one gives the same kind of picture with
// the bird networks that ship.
DreamParams original() {
  DreamParams p;
  p.parametrisation = Parametrisation::pixel;
  p.decorrelate = false;
  p.optimiser = Optimiser::sgd;
  p.learning_rate = 0.2F;
  p.steps = 500;
  p.clamp = true;
  p.blur_min = p.blur_max = 0.5F;
  p.flip = FlipMode::image;
  p.jitter = 0;
  p.rotate = 0;
  p.scale_min = p.scale_max = 1;
  p.redirect_relu_steps = 0;
  return p;
}

DreamParams original_cross_entropy() {
  DreamParams p = original();
  p.targets[0].kind = ObjectiveKind::cross_entropy;
  return p;
}

DreamParams original_random_blur() {
  DreamParams p = original();
  p.blur_min = 0.1F;
  p.blur_max = 1.0F;
  return p;
}

// google/deepdream's notebook: inception_4c/output, step 1.5 on 0..255, 4 octaves x1.4 of 10 steps, jitter 32
// with wrap.
DreamParams deepdream() {
  DreamParams p;
  p.targets = {{ObjectiveKind::layer, "", "inception_4c", 0, 1.0F}};
  p.width = p.height = 224;
  p.parametrisation = Parametrisation::pixel;
  p.decorrelate = false;
  p.optimiser = Optimiser::sgd_normalised;
  p.learning_rate = 1.5F / 255.0F;
  p.steps = 40;
  p.octaves = 4;
  p.octave_scale = 1.4F;
  p.jitter = 32;
  p.border = Border::wrap;
  p.rotate = 0;
  p.scale_min = p.scale_max = 1;
  p.flip = FlipMode::none;
  p.start = StartKind::noise;
  p.start_contrast = 0.35F;
  p.redirect_relu_steps = 0;
  return p;
}

// tensorflow/lucid's render_vis defaults: one channel, 512 steps of Adam 0.05, jitter 8 + 4, scale 0.9..1.1,
// rotation 10.
DreamParams lucid() {
  DreamParams p;
  p.targets = {{ObjectiveKind::channel, "", "inception_4d", 20, 1.0F}};
  p.parametrisation = Parametrisation::fourier;
  p.spectrum_decay = 1.0F;
  p.contrast = 1.0F;
  p.learning_rate = 0.05F;
  p.steps = 512;
  p.jitter = 12;
  p.rotate = 10.0F;
  p.scale_min = 0.9F;
  p.scale_max = 1.1F;
  p.flip = FlipMode::none;
  return p;
}

}  // namespace

const std::vector<Preset>& built_in_presets() {
  static const std::vector<Preset> presets = {
      {"birds", "Birds",
       "The default: a picture made of frequencies, seen moved, turned and scaled in every step. Clear birds "
       "in about a hundred steps.",
       birds()},
      {"feathers", "Feathers",
       "Sharper and denser: every feather is drawn, and heads grow wherever there is room. The richer "
       "texture, the less certain bird.",
       feathers()},
      {"zoom", "Endless zoom",
       "Birds that one flies into: the picture grows and turns a little all the time, and new birds keep "
       "coming. Change the species on the way.",
       zoom()},
      {"original-2021", "Original 2021",
       "\"Dreaming of Birds\": gray pixels, plain gradient of the class neuron, blur 0.5, random mirror. "
       "Smooth, low in contrast; try the stretched view.",
       original()},
      {"original-2021-cross-entropy", "Original, cross entropy",
       "The original with cross entropy as its objective: it also pushes all other classes away, and birds "
       "suffer (finding 2).",
       original_cross_entropy()},
      {"original-2021-random-blur", "Original, random blur",
       "The original with the blur drawn anew from 0.1 to 1 in each step. The original found it worse than a "
       "fixed one (finding 4); here it is only softer.",
       original_random_blur()},
      {"deepdream-2015", "DeepDream 2015",
       "Google's first: enlarge whatever a middle layer sees, over four octaves. Starts from noise; drop a "
       "photo for the classic look.",
       deepdream()},
      {"lucid", "Lucid channel",
       "Feature visualisation as in Lucid: what makes one channel of a layer fire. Pick layer and channel "
       "under Objective.",
       lucid()},
  };
  return presets;
}

const Preset* find_preset(std::string_view name) {
  const auto& presets = built_in_presets();
  const auto found = std::find_if(presets.begin(), presets.end(),
                                  [name](const Preset& preset) { return preset.name == name; });
  return found == presets.end() ? nullptr : &*found;
}

const std::string& carried_species(const DreamParams& params) {
  static const std::string none;
  const auto found =
      std::ranges::find_if(params.targets, [](const Target& target) { return !target.species.empty(); });
  return found == params.targets.end() ? none : found->species;
}

DreamParams apply_preset(const Preset& preset, const DreamParams& current) {
  DreamParams params = preset.params;
  params.seed = current.seed;
  if (current.start == StartKind::photo) {
    params.start = StartKind::photo;
    params.start_photo = current.start_photo;
  }
  // So does a mix of birds where the preset wants one.
  const auto mixes = [](const Target& target) {
    return is_of_class(target.kind) && target.checkpoint.empty();
  };
  const bool mix = current.targets.size() > 1 && std::ranges::all_of(current.targets, mixes);
  if (mix && params.targets.size() == 1 && mixes(params.targets.front())) {
    const ObjectiveKind kind = params.targets.front().kind;
    params.targets = current.targets;
    for (Target& target : params.targets) target.kind = kind;
  }
  // The bird stays the user's, also across presets that have none (their species would be lost on the way
  // back).
  const std::string& species = carried_species(current);
  for (Target& target : params.targets) {
    if (target.species.empty()) target.species = species;
  }
  return params;
}

}  // namespace birddream::recipe
