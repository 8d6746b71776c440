#include "dream/update.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "dream/golden.h"
#include "dream/view.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;
using recipe::Parametrisation;

constexpr Size size{64, 48};

DreamParams params_of(Parametrisation kind) {
  DreamParams params;
  params.parametrisation = kind;
  params.optimiser = recipe::Optimiser::sgd;
  params.learning_rate = 1;
  params.steps = 1000;
  return params;
}

ValuesGradient gradient_of(const at::Tensor& values) {
  return {values, values.norm().item<double>(), values.abs().mean().item<double>()};
}

/// A smooth picture, nowhere the same, within 0.2..0.8.
at::Tensor picture() {
  const at::Tensor x = at::linspace(0, 5, size.width), y = at::linspace(0, 3, size.height).view({-1, 1});
  const at::Tensor wave = 0.5 + 0.3 * at::sin(x + y * y);
  return at::stack({wave, wave.flip(0), 1 - wave}).unsqueeze(0);
}

TEST(Update, ClampsBlursAndFlipsInTheOriginalsOrder) {
  DreamParams params = params_of(Parametrisation::pixel);
  params.blur_min = params.blur_max = 0.8F;
  params.flip = recipe::FlipMode::image;
  const at::Tensor values = picture(), climb = 2 * picture() - 1;
  int flipped = 0;
  for (int step = 0; step < 20; ++step) {
    Ascent ascent;
    const auto next = updated(values, gradient_of(climb), size, params, 1, step, ascent, nullptr);
    ASSERT_TRUE(next);
    at::Tensor expected = blur_values((values + climb).clamp(0, 1), size, 0.8F, Parametrisation::pixel);
    if (draw_update(params, 1, step).mirror) expected = expected.flip(3), ++flipped;
    expect_close(*next, expected, 1e-6);
  }
  EXPECT_GT(flipped, 3);
  EXPECT_LT(flipped, 17);
}

TEST(Update, ByHandIsThePlainOne) {
  for (const auto kind : {Parametrisation::pixel, Parametrisation::fourier}) {
    for (const auto optimiser :
         {recipe::Optimiser::sgd, recipe::Optimiser::sgd_normalised, recipe::Optimiser::adam}) {
      DreamParams params = params_of(kind);
      params.optimiser = optimiser;
      params.learning_rate = 0.02F;
      params.blur_max = 0.7F;
      params.flip = recipe::FlipMode::image;
      PicturePath path;
      path.prepare(size, params);
      Ascent plainly, by_hand;
      at::Tensor plain = encode(picture(), params).contiguous(), fast = plain.clone();
      for (int step = 0; step < 6; ++step) {
        const ValuesGradient gradient = gradient_of(at::cos(plain * (step + 1)));
        plain = *updated(plain, gradient, size, params, 3, step, plainly, nullptr);
        fast = *updated(fast, gradient, size, params, 3, step, by_hand, &path);
      }
      expect_close(fast, plain, 2e-5);
    }
  }
}

TEST(Update, SaysWhereANumberIsLost) {
  for (const bool by_hand : {false, true}) {
    const DreamParams params = params_of(Parametrisation::pixel);
    PicturePath path;
    path.prepare(size, params);
    Ascent ascent;
    at::Tensor climb = at::ones({1, 3, size.height, size.width});
    climb.flatten()[77] = INFINITY;
    EXPECT_FALSE(
        updated(picture(), gradient_of(climb), size, params, 1, 0, ascent, by_hand ? &path : nullptr));
  }
}

TEST(Update, NoOtherRangeShiftsItsDraws) {
  DreamParams params = params_of(Parametrisation::fourier);
  params.flip = recipe::FlipMode::image;
  DreamParams other = params;
  other.jitter += 8;
  other.rotate += 20;
  other.blur_min = 0.5F;
  other.blur_max = 2;
  for (int step = 0; step < 50; ++step) {
    const UpdateDraws one = draw_update(params, 5, step), two = draw_update(other, 5, step);
    EXPECT_EQ(one.mirror, two.mirror);
    EXPECT_GE(two.sigma, 0.5F);
    EXPECT_LE(two.sigma, 2);
  }
  params.flip = recipe::FlipMode::view;
  for (int step = 0; step < 50; ++step) EXPECT_FALSE(draw_update(params, 5, step).mirror);
}

TEST(Zoom, MovesThePictureItself) {
  for (const auto kind : {Parametrisation::pixel, Parametrisation::fourier}) {
    DreamParams params = params_of(kind);
    params.zoom = 4;
    params.turn = 3;
    View view;
    view.scale = 1.04F;
    view.angle = 3 * std::numbers::pi_v<float> / 180;
    const at::Tensor found = decode(zoomed(encode(picture(), params), size, params, 0), size, params);
    expect_close(found, apply_view(picture(), view, recipe::Border::mirror, 0), 1e-4);
  }
}

TEST(Zoom, EveryFewStepsDoesThemAtOnce) {
  DreamParams params = params_of(Parametrisation::pixel);
  params.zoom = 2;
  params.zoom_every = 3;
  for (const int step : {0, 1, 3, 4})
    EXPECT_TRUE(at::equal(zoomed(picture(), size, params, step), picture()));
  View view;
  view.scale = 1.02F * 1.02F * 1.02F;
  for (const int step : {2, 5})
    expect_close(zoomed(picture(), size, params, step),
                 apply_view(picture(), view, recipe::Border::mirror, 0), 1e-5);
}

}  // namespace
}  // namespace birddream::dream
