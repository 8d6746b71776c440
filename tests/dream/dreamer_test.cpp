#include "dream/dreamer.h"

#include <gmock/gmock.h>

#include <cstring>

#include "dream/dreams.h"
#include "dream/golden.h"
#include "dream/tiny_network.h"

namespace birddream::dream {
namespace {

using recipe::DreamParams;
using ::testing::HasSubstr;

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
      const auto dreamer = begin(tiny(), params);
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
  const auto first = begin(tiny(), params);
  const auto second = begin(tiny(), params);
  run(*first, 8);
  run(*second, 8);
  EXPECT_TRUE(same_bytes(*first, *second));
  params.seed = 2;
  const auto third = begin(tiny(), params);
  run(*third, 8);
  EXPECT_FALSE(same_bytes(*first, *third));
}

TEST(Dreamer, SettingTheSameOrReturningToTheSameParametersChangesNothing) {
  const auto plain = begin(tiny(), small());
  const auto touched = begin(tiny(), small());
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
  const auto dreamer = begin(tiny(), small());
  run(*dreamer, 3);
  const at::Tensor before = dreamer->picture_tensor().clone();
  ASSERT_TRUE(dreamer->set_network(tiny(5)).ok());
  expect_close(dreamer->picture_tensor(), before, 0);
  EXPECT_EQ(run(*dreamer, 1).step, 4);
}

TEST(Dreamer, OptimiserAndChanceStayOverAnotherNetwork) {
  const auto plain = begin(tiny(), small());
  const auto switched = begin(tiny(), small());
  run(*plain, 3);
  run(*switched, 3);
  ASSERT_TRUE(switched->set_network(tiny(5)).ok());
  ASSERT_TRUE(switched->set_network(tiny()).ok());
  run(*plain, 3);
  run(*switched, 3);
  EXPECT_TRUE(same_bytes(*plain, *switched));
}

TEST(Dreamer, ADeadGradientIsReportedAndKeepsThePicture) {
  const auto dreamer = begin(tiny(1, -1000), small());
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
  const auto dreamer = begin(tiny(), params);
  Result<StepReport> report = dreamer->step();
  for (int i = 0; i < 200 && report.ok(); ++i) report = dreamer->step();
  if (!report.ok()) {
    EXPECT_THAT(report.error().message, HasSubstr("learning rate"));
    EXPECT_TRUE(at::isfinite(dreamer->picture_tensor()).all().item<bool>());
  }
}

TEST(Dreamer, RefusesBadParametersWhole) {
  DreamParams params = small();
  params.targets[0].species = "dodo";
  EXPECT_THAT(Dreamer::begin(tiny(), params, index_of).error().message, HasSubstr("dodo"));
  params = small();
  params.learning_rate = std::nanf("");
  EXPECT_THAT(Dreamer::begin(tiny(), params, index_of).error().message, HasSubstr("learning_rate"));
  const auto dreamer = begin(tiny(), small());
  params = small();
  params.targets[0] = {recipe::ObjectiveKind::channel, "", "features", 99, 1};
  EXPECT_FALSE(dreamer->set_params(params).ok());
  EXPECT_EQ(dreamer->params(), small());
  run(*dreamer, 1);
}

TEST(Dreamer, StopsEarlyForALayerAndClassifiesOnRequest) {
  DreamParams params = small();
  params.targets = {{recipe::ObjectiveKind::layer, "", "features", 0, 1}};
  const auto dreamer = begin(tiny(), params);
  EXPECT_TRUE(run(*dreamer, 2).top.empty());
  EXPECT_EQ(dreamer->classify(2).value().size(), 2U);
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
  const auto alone = begin(network, plain);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE((*dreamer)->step().ok());
    ASSERT_TRUE(alone->step().ok());
  }
  const at::Tensor apart = (*dreamer)->picture_tensor() - alone->picture_tensor();
  EXPECT_LT(apart.abs().max().item<float>(), 1e-3F);
}

}  // namespace
}  // namespace birddream::dream
