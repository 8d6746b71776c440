#include "dream/update.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/random.h"
#include "dream/pixel_blur.h"
#include "dream/view.h"

namespace birddream::dream {

UpdateDraws draw_update(const recipe::DreamParams& params, std::uint64_t seed, int step) {
  Random random(~seed, static_cast<std::uint64_t>(step));
  const float sigma = random.uniform(params.blur_min, params.blur_max);
  return {sigma, random.coin() && params.flip == recipe::FlipMode::image};
}

bool zooms(const recipe::DreamParams& params, int step) {
  return (params.zoom != 0 || params.turn != 0) && (step + 1) % std::max(params.zoom_every, 1) == 0;
}

at::Tensor zoomed(const at::Tensor& values, Size size, const recipe::DreamParams& params, int step) {
  if (!zooms(params, step)) return values;
  const auto times = static_cast<float>(std::max(params.zoom_every, 1));
  View view;
  view.scale = std::pow(1 + params.zoom / 100, times);
  view.angle = params.turn * times * std::numbers::pi_v<float> / 180;
  // What comes in at the edges is a mirror image even where the network is shown gray: a dream that recedes
  // or turns would grow a frame.
  const auto border = params.border == recipe::Border::gray ? recipe::Border::mirror : params.border;
  return encode(apply_view(decode(values, size, params), view, border, 0), params);
}

std::optional<at::Tensor> updated(const at::Tensor& values, const ValuesGradient& gradient, Size size,
                                  const recipe::DreamParams& params, std::uint64_t seed, int step,
                                  Ascent& ascent, const PicturePath* path) {
  const at::NoGradGuard frozen;
  const auto kind = params.parametrisation;
  const double rate = learning_rate_at(step, params);
  at::Tensor next;
  if (path == nullptr) {
    next = ascent.step(values.detach(), gradient.values, params.optimiser, rate);
    if (!at::isfinite(next).all().item<bool>()) return std::nullopt;
  } else if (!ascent.step_fused(values, gradient.values, gradient.mean_magnitude, params.optimiser, rate,
                                next)) {
    return std::nullopt;
  }
  const auto [sigma, mirror] = draw_update(params, seed, step);
  if (kind == recipe::Parametrisation::pixel && params.clamp) next = next.clamp_(0, 1);
  if (path != nullptr && kind == recipe::Parametrisation::fourier) {
    path->blur(next, sigma);
  } else if (path != nullptr && sigma > 0) {
    next = blur_picture(next, sigma);
  } else {
    next = blur_values(next, size, sigma, kind);
  }
  if (mirror) {
    const auto turn = [kind](const at::Tensor& t) { return mirror_values(t, kind); };
    next = turn(next);
    ascent.mirror(turn);
  }
  return zoomed(next, size, params, step);
}

}  // namespace birddream::dream
