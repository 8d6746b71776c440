#include "dream/canvas.h"

#include <gtest/gtest.h>

#include "dream/golden.h"
#include "dream/octave.h"
#include "dream/start_image.h"
#include "dream/tiny_network.h"
#include "plan/fast_network.h"
#include "plan/networks.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;
using recipe::Parametrisation;

/// A start that is not the same at any place, and two octaves.
DreamParams params_of(Parametrisation kind) {
  DreamParams params;
  params.parametrisation = kind;
  params.start = recipe::StartKind::gradient;
  params.start_contrast = 0.6F;
  params.width = 96;
  params.height = 64;
  params.octaves = 2;
  return params;
}

Canvas begun(const DreamParams& params) {
  Canvas canvas;
  canvas.use(*tiny());
  EXPECT_TRUE(canvas.begin(params).ok());
  return canvas;
}

at::Tensor start_picture(const DreamParams& params, Size size) {
  return decode(start_values(params, size, at::kCPU).value(), size, params);
}

TEST(Canvas, BeginsWithTheStartInTheFirstOctave) {
  const DreamParams params = params_of(Parametrisation::pixel);
  Canvas canvas = begun(params);
  EXPECT_EQ(canvas.size(), octave_size(0, params));
  const at::Tensor expected =
      resize_values(start_picture(params, {96, 64}), {96, 64}, canvas.size(), Parametrisation::pixel);
  expect_close(canvas.decoded().detach(), expected, 1e-6);
}

TEST(Canvas, AtItsFinishedSizeTheStartHasAllItsDetailAgain) {
  for (const auto kind : {Parametrisation::pixel, Parametrisation::fourier}) {
    const DreamParams params = params_of(kind);
    Canvas canvas = begun(params);
    ASSERT_TRUE(canvas.resize({96, 64}, params).ok());
    expect_close(canvas.decoded().detach(), start_picture(params, {96, 64}), 1e-4);
  }
}

TEST(Canvas, WhatADreamAddedIsCarriedOver) {
  const DreamParams params = params_of(Parametrisation::pixel);
  Canvas canvas = begun(params);
  canvas.adopt(canvas.values() + 0.25, params);
  ASSERT_TRUE(canvas.resize({96, 64}, params).ok());
  expect_close(canvas.decoded().detach(), start_picture(params, {96, 64}) + 0.25, 1e-5);
}

TEST(Canvas, AnotherParametrisationKeepsPictureAndStart) {
  const DreamParams before = params_of(Parametrisation::fourier), params = params_of(Parametrisation::pixel);
  Canvas canvas = begun(before);
  const at::Tensor picture = canvas.decoded().detach().clone();
  canvas.encode_anew(before, params);
  expect_close(canvas.values().detach(), picture, 1e-6);
  ASSERT_TRUE(canvas.resize({96, 64}, params).ok());
  EXPECT_LT((canvas.decoded().detach() - start_picture(before, {96, 64})).abs().mean().item<float>(), 0.01F);
}

TEST(Canvas, BeginsOutOfAPicture) {
  for (const auto kind : {Parametrisation::pixel, Parametrisation::fourier}) {
    DreamParams params = params_of(kind);
    params.octaves = 1;
    const at::Tensor picture = at::linspace(0.1, 0.9, 3 * 96 * 64).view({1, 3, 64, 96});
    Canvas canvas = begun(params);
    canvas.begin_with(picture, params);
    expect_close(canvas.decoded().detach(), picture, 1e-4);
  }
}

TEST(Canvas, IsDecodedAsTheNetworkWantsIt) {
  const DreamParams params = params_of(Parametrisation::fourier);
  const auto pool = std::make_shared<plan::PlanPool>(plan::Precision::float32);
  const auto fast = plan::make_fast(plan::trained_network(), pool);
  Canvas canvas = begun(params);
  EXPECT_EQ(canvas.path(), nullptr);
  EXPECT_TRUE(canvas.values().requires_grad() && canvas.decoded().requires_grad());
  const at::Tensor plain = canvas.decoded().detach().clone();
  canvas.use(*fast);
  EXPECT_TRUE(canvas.is_outdated());
  canvas.adopt(canvas.values(), params);
  EXPECT_FALSE(canvas.is_outdated());
  ASSERT_NE(canvas.path(), nullptr);
  EXPECT_FALSE(canvas.decoded().requires_grad());
  expect_close(canvas.decoded(), plain, 1e-5);
}

TEST(Canvas, AnUnreadablePhotoIsAnErrorAndChangesNothing) {
  DreamParams params = params_of(Parametrisation::pixel);
  Canvas canvas = begun(params);
  const at::Tensor before = canvas.decoded().detach().clone();
  params.start = recipe::StartKind::photo;
  params.start_photo = "no such photo.png";
  params.width = 128;
  EXPECT_FALSE(canvas.resize({128, 64}, params).ok());
  EXPECT_EQ(canvas.size(), octave_size(0, params_of(Parametrisation::pixel)));
  expect_close(canvas.decoded().detach(), before, 0);
}

}  // namespace
}  // namespace birddream::dream
