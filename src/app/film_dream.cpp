#include "app/film_dream.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

#include "app/begin_dream.h"
#include "app/flock.h"
#include "image/resize.h"

namespace birddream::app {

Result<FilmDream> FilmDream::begin(const LoadedNetwork& loaded, recipe::DreamParams params, float carry) {
  params.start = recipe::StartKind::gray;  // until the first picture comes
  params.cooldown = 0;
  params.redirect_relu_steps = 0;  // a picture of something wakes the network by itself
  // What moves the picture itself would move the film, and what the dream added could not be told from it.
  params.zoom = params.turn = 0;
  if (params.flip == recipe::FlipMode::image) params.flip = recipe::FlipMode::view;
  auto dreamer = begin_dream(loaded, params);
  if (!dreamer) return dreamer.error();
  return FilmDream(std::move(dreamer).value(), loaded.device.device, std::clamp(carry, 0.0F, 1.0F));
}

Result<image::Rgb8> FilmDream::dream(const image::Rgb8& picture) {
  const recipe::DreamParams& params = dreamer_->params();
  std::vector<float> planar = image::cover_crop(image::to_planar(picture), picture.width, picture.height,
                                                params.width, params.height);
  const at::Tensor film =
      at::from_blob(planar.data(), {1, 3, params.height, params.width}, at::kFloat).clone().to(device_);
  const at::Tensor start = added_ ? (film + *added_ * carry_).clamp(0, 1) : film.clamp(0, 1);
  if (Status begun = dreamer_->begin_with(start); !begun) return begun.error();
  for (int step = 0; step < params.steps; ++step) {
    if (const auto stepped = dreamer_->step(); !stepped) return stepped.error();
  }
  added_ = dreamer_->picture_tensor() - film;
  return bytes_of(*dreamer_);
}

}  // namespace birddream::app
