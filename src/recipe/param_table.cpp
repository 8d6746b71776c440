#include "recipe/param_table.h"

#include <algorithm>
#include <array>

namespace birddream::recipe {
namespace {

using Names = std::string_view;

constexpr std::array<Names, 7> objective_keys = {"class_logit", "cross_entropy", "probability", "layer",
                                                 "channel",     "neuron",        "guide"};
constexpr std::array<Names, 7> objective_labels = {"Class logit", "Cross entropy", "Probability", "Layer",
                                                   "Channel",     "Neuron",        "Guide photo"};
constexpr std::array<Names, 2> parametrisation_keys = {"pixel", "fourier"};
constexpr std::array<Names, 2> parametrisation_labels = {"Pixels", "Fourier"};
constexpr std::array<Names, 3> optimiser_keys = {"sgd", "sgd_normalised", "adam"};
constexpr std::array<Names, 3> optimiser_labels = {"Plain gradient", "Normalised gradient", "Adam"};
constexpr std::array<Names, 3> border_keys = {"gray", "wrap", "mirror"};
constexpr std::array<Names, 3> border_labels = {"Gray", "Wrap round", "Mirror"};
constexpr std::array<Names, 3> flip_keys = {"none", "view", "image"};
constexpr std::array<Names, 3> flip_labels = {"Never", "What the network sees", "The picture itself"};
constexpr std::array<Names, 4> start_keys = {"gray", "noise", "gradient", "photo"};
constexpr std::array<Names, 4> start_labels = {"Gray", "Noise", "Gradient", "Photo"};

using P = DreamParams;

// One row a parameter, in the order panels and help show them.
const std::array table = {
    ParamInfo{"width", "Width", "px",
              "Width of the finished picture. Larger pictures hold more and smaller birds, and cost time.",
              Group::picture, &P::width, 64, 4096, true},
    ParamInfo{"height", "Height", "px", "Height of the finished picture.", Group::picture, &P::height, 64,
              4096, true},
    ParamInfo{
        "seed", "Seed", "",
        "Number that all randomness comes from: another seed, another bird. The same seed repeats the dream.",
        Group::start, &P::seed, 0, 9.0e15},
    ParamInfo{"start",
              "Start image",
              "",
              "What the dream grows out of: even gray, noise, a soft colour gradient, or a photo.",
              Group::start,
              &P::start,
              0,
              0,
              false,
              {start_keys, start_labels}},
    ParamInfo{"start_photo", "Photo", "",
              "File that a dream with start = photo grows out of; scaled and cropped to the picture's size.",
              Group::start, &P::start_photo},
    ParamInfo{
        "start_blur", "Photo blur", "px",
        "How blurred the photo is to begin with: its light and colours stay, its detail is dreamt anew.",
        Group::start, &P::start_blur, 0, 64},
    ParamInfo{"start_contrast", "Start contrast", "",
              "How far noise or gradient go from gray. 0 is gray again, 1 the full range.", Group::start,
              &P::start_contrast, 0, 1},
    ParamInfo{"parametrisation",
              "Stored as",
              "",
              "Pixels: each pixel is climbed by itself, as the original did. Fourier: frequencies are "
              "climbed, which gives natural pictures.",
              Group::parametrisation,
              &P::parametrisation,
              0,
              0,
              false,
              {parametrisation_keys, parametrisation_labels}},
    ParamInfo{"spectrum_decay", "Spectrum decay", "",
              "Fourier: how much low frequencies are preferred. 0.5 is crisp and busy, 1 like photographs, 2 "
              "soft and painterly.",
              Group::parametrisation, &P::spectrum_decay, 0, 3},
    ParamInfo{
        "contrast", "Contrast", "",
        "Fourier: how strongly a coefficient moves the pixels. More gives bolder light and colour, sooner.",
        Group::parametrisation, &P::contrast, 0.1, 10, true},
    ParamInfo{"spectrum_noise", "Start noise", "",
              "Fourier: size of the random coefficients a dream starts with. It breaks the tie between birds "
              "looking left and right.",
              Group::parametrisation, &P::spectrum_noise, 0, 1},
    ParamInfo{"decorrelate", "Natural colours", "",
              "Climb in colour axes as photographs vary (light, blue-yellow, green-purple) instead of red, "
              "green, blue.",
              Group::parametrisation, &P::decorrelate},
    ParamInfo{"optimiser",
              "Optimiser",
              "",
              "How a gradient becomes a step. Plain: as it is. Normalised: divided by its mean size, as "
              "DeepDream did. Adam: each value at its own pace.",
              Group::step,
              &P::optimiser,
              0,
              0,
              false,
              {optimiser_keys, optimiser_labels}},
    ParamInfo{"learning_rate", "Learning rate", "",
              "How far one step goes. Too small and nothing happens, too large and the picture overshoots "
              "into noise.",
              Group::step, &P::learning_rate, 1e-5, 1e5, true},
    ParamInfo{"cooldown", "Cool down", "",
              "Share of the steps, at the end, over which the learning rate falls to a tenth: lets fine "
              "detail settle. 0 = never.",
              Group::step, &P::cooldown, 0, 1},
    ParamInfo{"steps", "Steps", "",
              "Length of the dream, all octaves together. Shapes come first, detail later; very long dreams "
              "turn abstract.",
              Group::step, &P::steps, 1, 100000, true},
    ParamInfo{"redirect_relu_steps", "Dead ReLU help", "steps",
              "For this many first steps the gradient may pass units that are silent, so that a dream can "
              "leave gray.",
              Group::step, &P::redirect_relu_steps, 0, 1000},
    ParamInfo{"clamp", "Clamp", "", "Pixels: keep the picture within black and white after each step.",
              Group::step, &P::clamp},
    ParamInfo{"blur_min", "Blur from", "px",
              "Gaussian blur after each step, smallest sigma. Smooths away the newest, finest detail again "
              "and again.",
              Group::step, &P::blur_min, 0, 8},
    ParamInfo{"blur_max", "Blur to", "px",
              "Largest sigma; each step draws one between the two. Equal values: always the same. The "
              "original found a fixed 0.5 best.",
              Group::step, &P::blur_max, 0, 8},
    ParamInfo{"jitter", "Jitter", "px",
              "Each step shifts the picture by up to this much before the network looks. Keeps it from "
              "painting exact-pixel noise.",
              Group::view, &P::jitter, 0, 128},
    ParamInfo{
        "rotate", "Rotation", "°",
        "Each step turns the picture by up to this much, either way. Makes shapes that hold from any angle.",
        Group::view, &P::rotate, 0, 180},
    ParamInfo{"scale_min", "Scale from", "x",
              "Each step magnifies the picture by a factor drawn between the two. A wide range makes "
              "rounder, larger birds.",
              Group::view, &P::scale_min, 0.25, 4, true},
    ParamInfo{"scale_max", "Scale to", "x", "Largest magnification.", Group::view, &P::scale_max, 0.25, 4,
              true},
    ParamInfo{"flip",
              "Mirror",
              "",
              "Every other step, at random, the network sees the mirror image; or the picture itself is "
              "turned, as the original did.",
              Group::view,
              &P::flip,
              0,
              0,
              false,
              {flip_keys, flip_labels}},
    ParamInfo{"pad", "Margin", "px",
              "Width of a margin around the picture that the network sees too: birds shy away from the edge.",
              Group::view, &P::pad, 0, 128},
    ParamInfo{"border",
              "Beyond the edge",
              "",
              "What the network sees where the moved picture ends: gray, the other side, or a mirror image.",
              Group::view,
              &P::border,
              0,
              0,
              false,
              {border_keys, border_labels}},
    ParamInfo{"tile", "Seen at once", "px",
              "Larger pictures are seen by tiles of this size, elsewhere in each step. Small ones need less "
              "memory and grow many birds side by side.",
              Group::view, &P::tile, 64, 1024, true},
    ParamInfo{"zoom", "Zoom", "%",
              "The dream flies into itself: the picture grows by so much each step, and new detail keeps "
              "coming. Below 0 it recedes.",
              Group::zoom, &P::zoom, -5, 5},
    ParamInfo{"turn", "Turn", "°", "How far the picture itself turns each step.", Group::zoom, &P::turn, -5,
              5},
    ParamInfo{"zoom_every", "Move every", "steps",
              "Zoom and turn are done at once for so many steps: the dream stands still in between and gets "
              "sharper.",
              Group::zoom, &P::zoom_every, 1, 200},
    ParamInfo{"octaves", "Octaves", "",
              "The dream starts small and is enlarged this many times minus one: large shapes first, detail "
              "on top.",
              Group::octaves, &P::octaves, 1, 8},
    ParamInfo{"octave_scale", "Octave scale", "x", "How much larger each octave is than the one before.",
              Group::octaves, &P::octave_scale, 1.05, 3},
};

}  // namespace

std::span<const ParamInfo> param_table() {
  return table;
}

const ParamInfo* find_param(std::string_view key) {
  const auto found =
      std::find_if(table.begin(), table.end(), [key](const ParamInfo& info) { return info.key == key; });
  return found == table.end() ? nullptr : &*found;
}

EnumNames objective_names() {
  return {objective_keys, objective_labels};
}

}  // namespace birddream::recipe
