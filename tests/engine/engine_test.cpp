#include "engine/engine.h"

#include <algorithm>
#include <iterator>

#include "engine/engine_fixture.h"

namespace birddream::engine {
namespace {

using namespace std::chrono_literals;

TEST_F(EngineTest, RunsToTheLastStepAndSaysSo) {
  engine.submit(request_of(5));
  const auto frame = wait_for(Phase::finished);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->report.step, 5);
  EXPECT_FLOAT_EQ(frame->picture.data[0], 0.5F + 5 * 0.25F);
  EXPECT_EQ(frame->picture.width, 64);
  EXPECT_EQ(frame->dream, 1U);
  EXPECT_EQ(engine.info().layers.size(), 1U);
}

TEST_F(EngineTest, LogsEveryStepOnceAndInOrder) {
  engine.submit(request_of(200));
  ASSERT_TRUE(wait_for(Phase::finished));
  const auto steps = engine.take_steps();
  ASSERT_EQ(steps.size(), 200U);
  for (std::size_t i = 0; i < steps.size(); ++i) EXPECT_EQ(steps[i].report.step, static_cast<int>(i) + 1);
  EXPECT_TRUE(engine.take_steps().empty());
}

TEST_F(EngineTest, AChangedParameterIsInTheNextStepAndTheDreamLivesOn) {
  controls->step_milliseconds = 2;
  engine.submit(request_of(100000));
  ASSERT_TRUE(wait_for([](const Frame& frame) { return frame.report.step >= 3; }));
  const auto generation = engine.submit(request_of(100000, 0.5F));
  const auto obeyed = wait_for([&](const Frame& frame) {
    return frame.generation >= generation && frame.report.gradient_norm == 0.5F;
  });
  ASSERT_TRUE(obeyed);
  int last_old = 0;
  int first_new = 0;
  for (const LoggedStep& logged : engine.take_steps()) {
    if (logged.report.gradient_norm == 0.25F) last_old = logged.report.step;
    if (logged.report.gradient_norm == 0.5F && first_new == 0) first_new = logged.report.step;
  }
  EXPECT_EQ(first_new, last_old + 1);
  EXPECT_EQ(controls->restarts, 1);
}

TEST_F(EngineTest, AFrameSaysWhichRequestMadeItsPicture) {
  controls->step_milliseconds = 2;
  engine.submit(request_of(100000));
  ASSERT_TRUE(wait_for([](const Frame& frame) { return frame.report.step >= 3; }));
  const auto generation = engine.submit(request_of(100000, 0.5F));
  // The request is obeyed a frame before the picture is its own.
  const auto obeyed = wait_for([&](const Frame& frame) {
    EXPECT_EQ(frame.made_under >= generation, frame.report.gradient_norm == 0.5F);
    EXPECT_LE(frame.made_under, frame.generation);
    return frame.made_under >= generation;
  });
  EXPECT_TRUE(obeyed);
}

TEST_F(EngineTest, PausesAndSingleSteps) {
  Request request = request_of(1000);
  request.run = false;
  engine.submit(request);
  ASSERT_TRUE(wait_for(Phase::paused));
  request.single_steps = 2;
  engine.submit(request);
  const auto frame = wait_for([](const Frame& f) { return f.report.step == 2; });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->phase, Phase::paused);
  std::this_thread::sleep_for(80ms);
  EXPECT_EQ(engine.take_steps().size(), 2U);
}

TEST_F(EngineTest, RestartBeginsANewDream) {
  Request request = request_of(3);
  engine.submit(request);
  ASSERT_TRUE(wait_for(Phase::finished));
  request.restarts = 1;
  engine.submit(request);
  const auto frame = wait_for([](const Frame& f) { return f.dream == 2 && f.phase == Phase::finished; });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->report.step, 3);
  EXPECT_EQ(controls->restarts, 2);
}

TEST_F(EngineTest, MoreStepsGoOnWhereTheDreamEnded) {
  engine.submit(request_of(3));
  ASSERT_TRUE(wait_for(Phase::finished));
  engine.submit(request_of(6));
  const auto frame = wait_for([](const Frame& f) { return f.report.step == 6; });
  ASSERT_TRUE(frame);
  EXPECT_EQ(controls->restarts, 1);
}

TEST_F(EngineTest, ACheckpointChangeLoadsWeightsUnderTheLivingDream) {
  controls->step_milliseconds = 1;
  Request request = request_of(100000);
  engine.submit(request);
  ASSERT_TRUE(wait_for([](const Frame& f) { return f.report.step >= 2; }));
  request.checkpoint = checkpoint::place_at(2);
  engine.submit(request);
  ASSERT_TRUE(
      wait_for([](const Frame& f) { return f.checkpoint == checkpoint::place_at(2) && f.report.step > 2; }));
  EXPECT_EQ(controls->restarts, 1);
  EXPECT_EQ(controls->loads, 2);
}

TEST_F(EngineTest, AnEndlessDreamGoesOnWithoutCoolingDown) {
  Request request = request_of(3);
  request.endless = true;
  request.params.cooldown = 0.5F;
  engine.submit(request);
  ASSERT_TRUE(wait_for([](const Frame& f) { return f.report.step > 5 && f.phase == Phase::running; }));
  EXPECT_EQ(params_in_force(request).cooldown, 0);
  request.endless = false;
  engine.submit(request);
  EXPECT_TRUE(wait_for(Phase::finished));
}

TEST_F(EngineTest, EveryPictureOfARecordingIsKeptHoweverFastTheyCome) {
  Request request = request_of(200);
  request.run = false;
  request.keep_every = 2;
  request.recordings = 1;
  engine.submit(request);
  request.run = true;
  ASSERT_TRUE(wait_for(Phase::paused));
  engine.submit(request);
  std::vector<image::PlanarView> pictures;
  std::int64_t lost = 0;
  ASSERT_TRUE(wait_until([&] {
    KeptPictures kept = engine.take_pictures(1, 5);
    lost += kept.lost;
    std::ranges::move(kept.pictures, std::back_inserter(pictures));
    return pictures.size() >= 101;
  }));
  EXPECT_EQ(lost, 0);
  for (std::size_t i = 0; i < pictures.size(); ++i)
    EXPECT_FLOAT_EQ(pictures[i].data[0], 0.5F + 0.5F * static_cast<float>(i)) << i;
  // Another one begins where the dream stands.
  request.keep_every = 7;
  request.recordings = 2;
  engine.submit(request);
  ASSERT_TRUE(wait_until([&] {
    pictures = engine.take_pictures(2, 9).pictures;
    return !pictures.empty();
  }));
  EXPECT_FLOAT_EQ(pictures.front().data[0], 50.5F);
}

TEST_F(EngineTest, TheStepInHandBelongsToNoLaterRecording) {
  controls->step_milliseconds = 50;
  Request request = request_of(100000);
  request.keep_every = 1;
  request.recordings = 1;
  engine.submit(request);
  ASSERT_TRUE(wait_until([&] { return engine.take_pictures(1, 9).pictures.size() > 0; }));
  // The window has ended one and begun another; the engine learns of it with its next step.
  EXPECT_TRUE(engine.take_pictures(2, 9).pictures.empty());
  const auto before = wait_for([](const Frame& f) { return f.report.step > 0; });
  ASSERT_TRUE(before);
  ASSERT_TRUE(wait_for([&](const Frame& f) { return f.report.step > before->report.step + 1; }));
  EXPECT_TRUE(engine.take_pictures(2, 9).pictures.empty()) << "steps that were done for the first";
  request.restarts = 1;
  request.recordings = 2;
  engine.submit(request);
  KeptPictures kept;
  ASSERT_TRUE(wait_until([&] {
    kept = engine.take_pictures(2, 9);
    return !kept.pictures.empty();
  }));
  EXPECT_FLOAT_EQ(kept.pictures.front().data[0], 0.5F) << "the other dream's start";
}

TEST_F(EngineTest, ClassifiesByItselfWhenStepsStopBeforeTheLogits) {
  controls->logits_in_steps = false;
  engine.submit(request_of(10));
  const auto frame = wait_for(Phase::finished);
  ASSERT_TRUE(frame);
  ASSERT_FALSE(frame->report.top.empty());
  EXPECT_EQ(frame->report.top[0].class_index, 7);
  EXPECT_EQ(controls->classified, 3);  // steps 1 and 9, and the last
}

TEST_F(EngineTest, ARestingDreamIsLookedAtUnderOtherWeights) {
  Request request = request_of(3);
  request.second = checkpoint::place_at(0);
  engine.submit(request);
  const auto before = wait_for(Phase::finished);
  ASSERT_TRUE(before);
  EXPECT_EQ(before->report.top[0].class_index, 3) << "of the last step";
  request.checkpoint = checkpoint::place_at(2);
  engine.submit(request);
  const auto after = wait_for([](const Frame& f) { return f.checkpoint == checkpoint::place_at(2); });
  ASSERT_TRUE(after);
  EXPECT_EQ(after->report.top[0].class_index, 7) << "FakeStepper::classify()";
}

TEST_F(EngineTest, NewestRequestWinsUnderAFlood) {
  controls->step_milliseconds = 1;
  std::uint64_t last = 0;
  for (int i = 0; i < 2000; ++i) last = engine.submit(request_of(100000, 0.001F * static_cast<float>(i + 1)));
  const auto frame =
      wait_for([&](const Frame& f) { return f.generation == last && f.report.gradient_norm > 1.99F; });
  ASSERT_TRUE(frame);
}

TEST_F(EngineTest, TheNearestSpeciesComeWhenTheyAreAskedFor) {
  Request request = request_of(100000, 0);
  engine.submit(request);
  const auto without = wait_for([](const Frame& f) { return f.report.step > 1; });
  ASSERT_TRUE(without);
  EXPECT_TRUE(without->nearest.empty());
  request.nearest = true;
  engine.submit(request);
  const auto with = wait_for([](const Frame& f) { return !f.nearest.empty(); });
  ASSERT_TRUE(with);
  EXPECT_EQ(with->nearest.front().class_index, 2);
  request.nearest = false;
  engine.submit(request);
  EXPECT_TRUE(wait_for([](const Frame& f) { return f.nearest.empty(); }));
}

TEST(EngineStart, QuitsWhileDreaming) {
  auto controls = std::make_shared<FakeControls>();
  controls->step_milliseconds = 20;
  const auto begun = std::chrono::steady_clock::now();
  {
    Engine engine(small_series(), fake_stepper(controls));
    engine.submit(request_of(100000));
    ASSERT_TRUE(wait_until([&] { return !engine.take_steps().empty(); }));
  }
  // All the steps would take half an hour.
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 60s);
}

TEST(EngineStart, WakesTheWindowForEveryFrame) {
  std::atomic<int> woken{0};
  auto controls = std::make_shared<FakeControls>();
  Engine engine(small_series(), fake_stepper(controls), [&] { ++woken; });
  engine.submit(request_of(5));
  EXPECT_TRUE(wait_until([&] { return woken >= 7; }));  // loading, accepted, five steps
}

}  // namespace
}  // namespace birddream::engine
