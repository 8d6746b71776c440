#include <gtest/gtest.h>

#include <numbers>

#include "dream/dreamer.h"
#include "dream/dreams.h"
#include "dream/golden.h"
#include "dream/tiny_network.h"
#include "dream/view.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;

TEST(Dreamer, GrowsThroughItsOctaves) {
  for (const auto kind : {recipe::Parametrisation::pixel, recipe::Parametrisation::fourier}) {
    DreamParams params = small(9);
    params.parametrisation = kind;
    params.learning_rate = 0.01F;
    params.width = 96;
    params.height = 65;
    params.octaves = 3;
    const auto dreamer = begin(tiny(), params);
    EXPECT_EQ(run(*dreamer, 1).width, 49);
    EXPECT_EQ(run(*dreamer, 3).octave, 2);
    const StepReport last = run(*dreamer, 5);
    EXPECT_EQ(last.octave, 3);
    EXPECT_EQ(dreamer->picture().width, 96);
    EXPECT_EQ(dreamer->picture().height, 65);
  }
}

TEST(Dreamer, AnotherSizeKeepsThePicture) {
  DreamParams params = small(40);
  const auto dreamer = begin(tiny(), params);
  run(*dreamer, 20);
  const at::Tensor before = dreamer->picture_tensor().clone();
  params.width = params.height = 128;
  ASSERT_TRUE(dreamer->set_params(params).ok());
  run(*dreamer, 1);
  const at::Tensor shrunk = at::_upsample_bilinear2d_aa(dreamer->picture_tensor(), {64, 64}, false);
  EXPECT_LT((shrunk - before).abs().mean().item<float>(), 0.08F);
}

TEST(Dreamer, AnotherParametrisationKeepsThePicture) {
  DreamParams params = small(40);
  const auto dreamer = begin(tiny(), params);
  run(*dreamer, 5);
  const at::Tensor before = dreamer->picture_tensor().clone();
  params.parametrisation = recipe::Parametrisation::pixel;
  ASSERT_TRUE(dreamer->set_params(params).ok());
  expect_close(dreamer->picture_tensor(), before, 1e-5);
  params.parametrisation = recipe::Parametrisation::fourier;
  ASSERT_TRUE(dreamer->set_params(params).ok());
  expect_close(dreamer->picture_tensor(), before.clamp(0.01, 0.99), 1e-3);
  run(*dreamer, 2);
}

TEST(Dreamer, MirroringThePictureItselfMirrorsThePicture) {
  DreamParams params = small(40);
  params.parametrisation = recipe::Parametrisation::pixel;
  params.optimiser = recipe::Optimiser::sgd;
  params.learning_rate = 1e-5F;
  params.start = recipe::StartKind::gradient;
  params.start_contrast = 1;
  params.flip = recipe::FlipMode::image;
  const auto dreamer = begin(tiny(), params);
  const at::Tensor start = dreamer->picture_tensor().clone();
  int mirrored = 0;
  for (int i = 0; i < 40; ++i) {
    run(*dreamer, 1);
    const bool turned = (dreamer->picture_tensor() - start.flip(3)).abs().max().item<float>() < 0.01F;
    const bool straight = (dreamer->picture_tensor() - start).abs().max().item<float>() < 0.01F;
    EXPECT_TRUE(turned || straight);
    mirrored += turned ? 1 : 0;
  }
  EXPECT_GT(mirrored, 5);
  EXPECT_LT(mirrored, 35);
}

TEST(Dreamer, BeginsAgainOutOfAPicture) {
  for (const auto kind : {recipe::Parametrisation::pixel, recipe::Parametrisation::fourier}) {
    DreamParams params = small();
    params.parametrisation = kind;
    params.height = 80;
    params.octaves = 2;
    const auto dreamer = begin(tiny(), params);
    const at::Tensor picture = at::linspace(0.1, 0.9, 3 * 80 * 64).view({1, 3, 80, 64});
    run(*dreamer, 7);
    ASSERT_TRUE(dreamer->begin_with(picture).ok());
    EXPECT_EQ(dreamer->steps_done(), 0);
    EXPECT_LT(dreamer->picture().width, 64) << "in the first octave again";
    run(*dreamer, 3);
    const at::Tensor first = dreamer->picture_tensor().clone();
    ASSERT_TRUE(dreamer->begin_with(picture).ok());
    run(*dreamer, 3);
    expect_close(dreamer->picture_tensor(), first, 0);  // nothing of the dream before is left
    run(*dreamer, 7);
    EXPECT_LT((dreamer->picture_tensor() - picture).abs().mean().item<float>(), 0.3F) << "it grew out of it";
    EXPECT_FALSE(dreamer->begin_with(at::zeros({1, 3, 64, 64})).ok());
  }
}

// A picture whose dream hardly changes it, so that what moves it shows.
DreamParams still(recipe::Parametrisation kind) {
  DreamParams params = small();
  params.parametrisation = kind;
  params.start = recipe::StartKind::gradient;
  params.start_contrast = 0.6F;
  params.optimiser = recipe::Optimiser::adam;
  params.learning_rate = 1e-5F;
  params.spectrum_noise = 0;
  return params;
}

TEST(Dreamer, ZoomAndTurnMoveThePictureItself) {
  for (const auto kind : {recipe::Parametrisation::pixel, recipe::Parametrisation::fourier}) {
    DreamParams params = still(kind);
    const auto standing = begin(tiny(), params);
    params.zoom = 4;
    params.turn = 3;
    const auto moving = begin(tiny(), params);
    run(*standing, 1);
    run(*moving, 1);
    View view;
    view.scale = 1.04F;
    view.angle = 3 * std::numbers::pi_v<float> / 180;
    const at::Tensor expected = apply_view(standing->picture_tensor(), view, recipe::Border::mirror, 0);
    EXPECT_LT((moving->picture_tensor() - expected).abs().max().item<float>(), 0.01F);
    EXPECT_GT((moving->picture_tensor() - standing->picture_tensor()).abs().max().item<float>(), 0.02F);
  }
}

}  // namespace
}  // namespace birddream::dream
