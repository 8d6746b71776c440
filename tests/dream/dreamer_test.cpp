#include "dream/dreamer.h"

#include <gmock/gmock.h>

#include <cstring>
#include <numbers>

#include "dream/golden.h"
#include "dream/tiny_network.h"
#include "dream/view.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;
using ::testing::HasSubstr;

Result<int> index_of(const std::string& species) {
  if (species == "hen") return 0;
  if (species == "robin") return 2;
  return Error{"no species '" + species + "'"};
}

DreamParams small(int steps = 10) {
  DreamParams params;
  params.width = params.height = 64;
  params.steps = steps;
  params.targets[0].species = "hen";
  return params;
}

std::unique_ptr<Dreamer> begin(const DreamParams& params,
                               std::shared_ptr<const net::Network> network = tiny()) {
  auto dreamer = Dreamer::begin(std::move(network), params, index_of);
  EXPECT_TRUE(dreamer.ok()) << (dreamer.ok() ? "" : dreamer.error().message);
  return std::move(dreamer).value();
}

StepReport run(Dreamer& dreamer, int steps) {
  StepReport last;
  for (int i = 0; i < steps; ++i) {
    auto report = dreamer.step();
    EXPECT_TRUE(report.ok()) << (report.ok() ? "" : report.error().message);
    if (report.ok()) last = *report;
  }
  return last;
}

bool same_bytes(const Dreamer& a, const Dreamer& b) {
  const auto left = a.picture();
  const auto right = b.picture();
  return left.floats() == right.floats() &&
         std::memcmp(left.data, right.data, left.floats() * sizeof(float)) == 0;
}

TEST(Dreamer, ClimbsItsObjectiveInEveryParametrisationAndOptimiser) {
  for (const auto kind : {recipe::Parametrisation::pixel, recipe::Parametrisation::fourier}) {
    for (const auto optimiser :
         {recipe::Optimiser::sgd, recipe::Optimiser::sgd_normalised, recipe::Optimiser::adam}) {
      DreamParams params = small(60);
      params.parametrisation = kind;
      params.optimiser = optimiser;
      params.learning_rate = optimiser == recipe::Optimiser::sgd    ? 1.0F
                             : optimiser == recipe::Optimiser::adam ? 0.02F
                                                                    : 0.005F;
      const auto dreamer = begin(params);
      const float first = run(*dreamer, 1).objective;
      const StepReport last = run(*dreamer, 59);
      EXPECT_GT(last.objective, first) << static_cast<int>(kind) << " " << static_cast<int>(optimiser);
      EXPECT_EQ(last.step, 60);
      EXPECT_EQ(last.top.size(), 3U);
    }
  }
}

TEST(Dreamer, SameSeedSameBytesAnotherSeedAnotherDream) {
  DreamParams params = small();
  params.blur_max = 0.7F;
  const auto first = begin(params);
  const auto second = begin(params);
  run(*first, 8);
  run(*second, 8);
  EXPECT_TRUE(same_bytes(*first, *second));
  params.seed = 2;
  const auto third = begin(params);
  run(*third, 8);
  EXPECT_FALSE(same_bytes(*first, *third));
}

TEST(Dreamer, SettingTheSameOrReturningToTheSameParametersChangesNothing) {
  const auto plain = begin(small());
  const auto touched = begin(small());
  run(*plain, 3);
  run(*touched, 3);
  ASSERT_TRUE(touched->set_params(small()).ok());
  DreamParams other = small();
  other.learning_rate = 3;
  ASSERT_TRUE(touched->set_params(other).ok());
  ASSERT_TRUE(touched->set_params(small()).ok());
  run(*plain, 3);
  run(*touched, 3);
  EXPECT_TRUE(same_bytes(*plain, *touched));
}

TEST(Dreamer, AnotherNetworkUnderTheSameDream) {
  const auto dreamer = begin(small());
  run(*dreamer, 3);
  const at::Tensor before = dreamer->picture_tensor().clone();
  ASSERT_TRUE(dreamer->set_network(tiny(5)).ok());
  expect_close(dreamer->picture_tensor(), before, 0);
  EXPECT_EQ(run(*dreamer, 1).step, 4);
}

TEST(Dreamer, GrowsThroughItsOctaves) {
  for (const auto kind : {recipe::Parametrisation::pixel, recipe::Parametrisation::fourier}) {
    DreamParams params = small(9);
    params.parametrisation = kind;
    params.learning_rate = 0.01F;
    params.width = 96;
    params.height = 65;
    params.octaves = 3;
    const auto dreamer = begin(params);
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
  const auto dreamer = begin(params);
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
  const auto dreamer = begin(params);
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

TEST(Dreamer, ADeadGradientIsReportedAndKeepsThePicture) {
  const auto dreamer = begin(small(), tiny(1, -1000));
  const at::Tensor before = dreamer->picture_tensor().clone();
  const auto report = dreamer->step();
  ASSERT_FALSE(report.ok());
  EXPECT_THAT(report.error().message, HasSubstr("gradient is zero"));
  EXPECT_THAT(report.error().message, HasSubstr("hen"));
  expect_close(dreamer->picture_tensor(), before, 0);
  EXPECT_EQ(dreamer->steps_done(), 0);
  ASSERT_FALSE(dreamer->step().ok());  // still in one piece
}

TEST(Dreamer, ARunawayIsReportedAndKeepsThePicture) {
  DreamParams params = small();
  params.parametrisation = recipe::Parametrisation::pixel;
  params.optimiser = recipe::Optimiser::sgd;
  params.clamp = false;
  params.learning_rate = 1e5F;
  params.steps = 1000;
  const auto dreamer = begin(params);
  Result<StepReport> report = dreamer->step();
  for (int i = 0; i < 200 && report.ok(); ++i) report = dreamer->step();
  if (!report.ok()) {
    EXPECT_THAT(report.error().message, HasSubstr("learning rate"));
    EXPECT_TRUE(at::isfinite(dreamer->picture_tensor()).all().item<bool>());
  }
}

TEST(Dreamer, MirroringThePictureItselfMirrorsThePicture) {
  DreamParams params = small(40);
  params.parametrisation = recipe::Parametrisation::pixel;
  params.optimiser = recipe::Optimiser::sgd;
  params.learning_rate = 1e-5F;
  params.start = recipe::StartKind::gradient;
  params.start_contrast = 1;
  params.flip = recipe::FlipMode::image;
  const auto dreamer = begin(params);
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
    const auto dreamer = begin(params);
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

TEST(Dreamer, RefusesBadParametersWhole) {
  DreamParams params = small();
  params.targets[0].species = "dodo";
  EXPECT_THAT(Dreamer::begin(tiny(), params, index_of).error().message, HasSubstr("dodo"));
  params = small();
  params.learning_rate = std::nanf("");
  EXPECT_THAT(Dreamer::begin(tiny(), params, index_of).error().message, HasSubstr("learning_rate"));
  const auto dreamer = begin(small());
  params = small();
  params.targets[0] = {recipe::ObjectiveKind::channel, "", "features", 99, 1};
  EXPECT_FALSE(dreamer->set_params(params).ok());
  EXPECT_EQ(dreamer->params(), small());
  run(*dreamer, 1);
}

TEST(Dreamer, StopsEarlyForALayerAndClassifiesOnRequest) {
  DreamParams params = small();
  params.targets = {{recipe::ObjectiveKind::layer, "", "features", 0, 1}};
  const auto dreamer = begin(params);
  EXPECT_TRUE(run(*dreamer, 2).top.empty());
  EXPECT_EQ(dreamer->classify(2).size(), 2U);
}

TEST(Dreamer, ADifferenceDreamClimbsWhatTheTwoNetworksDisagreeAbout) {
  DreamParams params = small();
  params.targets = {{recipe::ObjectiveKind::class_logit, "hen", "", 0, 1},
                    {recipe::ObjectiveKind::class_logit, "hen", "", 0, -1, "", "itself"}};
  const auto network = tiny();
  auto dreamer =
      Dreamer::begin(network, params, index_of, [&](const std::string&) { return Result(network); });
  ASSERT_TRUE(dreamer.ok());
  EXPECT_THAT((*dreamer)->step().error().message, HasSubstr("gradient is zero")) << "no disagreement";
  params.targets[1].weight = -0.25F;
  ASSERT_TRUE((*dreamer)->set_params(params).ok());
  DreamParams plain = small();
  plain.targets[0].weight = 0.75F;
  const auto alone = begin(plain, network);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE((*dreamer)->step().ok());
    ASSERT_TRUE(alone->step().ok());
  }
  const at::Tensor apart = (*dreamer)->picture_tensor() - alone->picture_tensor();
  EXPECT_LT(apart.abs().max().item<float>(), 1e-3F);
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
    const auto standing = begin(params);
    params.zoom = 4;
    params.turn = 3;
    const auto moving = begin(params);
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
