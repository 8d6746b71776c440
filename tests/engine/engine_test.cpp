#include "engine/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>

#include "engine/fake_stepper.h"

namespace birddream::engine {
namespace {

using namespace std::chrono_literals;

// Until something is true, however slow the machine is; false when it never comes.
bool wait_until(const std::function<bool()>& wanted) {
  const auto begun = std::chrono::steady_clock::now();
  while (!wanted()) {
    if (std::chrono::steady_clock::now() - begun > 120s) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

checkpoint::Series small_series() {
  checkpoint::Series series;
  series.name = "test";
  series.classes = {{"hen", "", true}};
  series.checkpoints.resize(3);
  return series;
}

Request request_of(int steps, float learning_rate = 0.25F) {
  Request request;
  request.params.width = request.params.height = 64;
  request.params.steps = steps;
  request.params.learning_rate = learning_rate;
  return request;
}

SideWish beside(int checkpoint) {
  return {checkpoint, checkpoint::place_at(checkpoint), std::nullopt, false};
}

class EngineTest : public ::testing::Test {
 protected:
  EngineTest() : controls(std::make_shared<FakeControls>()), engine(small_series(), fake_stepper(controls)) {}

  // The first frame that satisfies `wanted`, or null when none comes.
  std::shared_ptr<const Frame> wait_for(const std::function<bool(const Frame&)>& wanted) {
    std::shared_ptr<const Frame> frame;
    const bool came = wait_until([&] {
      frame = engine.take_frame();
      return frame && wanted(*frame);
    });
    return came ? frame : nullptr;
  }
  std::shared_ptr<const Frame> wait_for(Phase phase) {
    return wait_for([phase](const Frame& frame) { return frame.phase == phase; });
  }

  std::shared_ptr<FakeControls> controls;
  Engine engine;
};

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

TEST_F(EngineTest, TellsOfAnotherDeviceFromTheStepOn) {
  controls->breaks_at_step = 3;
  engine.submit(request_of(2));
  ASSERT_TRUE(wait_for(Phase::finished));
  EXPECT_EQ(engine.info().device, "fake");
  engine.submit(request_of(4));
  ASSERT_TRUE(wait_for([](const Frame& frame) { return frame.report.step == 4; }));
  EXPECT_EQ(engine.info().device, "spare");
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

TEST_F(EngineTest, TheFilmstripsDreamsCatchUpWithTheMainOne) {
  Request request = request_of(6);
  request.beside = {beside(1), beside(2)};
  engine.submit(request);
  std::shared_ptr<const SideFrame> strip;
  ASSERT_TRUE(wait_until([&] {
    if (auto newer = engine.take_side_frame()) strip = newer;
    return strip && strip->tiles.size() == 2 && strip->tiles[0].report.step == 6 &&
           strip->tiles[1].report.step == 6;
  }));
  EXPECT_EQ(strip->tiles[1].place, checkpoint::place_at(2));
  EXPECT_FLOAT_EQ(strip->tiles[0].picture.data[0], 0.5F + 6 * 0.25F);
  request.beside = {};
  engine.submit(request);
  EXPECT_TRUE(wait_until([&] {
    const auto newer = engine.take_side_frame();
    return newer && newer->tiles.empty();
  }));
}

TEST_F(EngineTest, ATileOfTheFilmstripBecomesTheMainDream) {
  Request request = request_of(4);
  request.beside = {beside(2)};
  engine.submit(request);
  ASSERT_TRUE(wait_until([&] {
    const auto strip = engine.take_side_frame();
    return strip && strip->tiles[0].report.step == 4;
  }));
  request.checkpoint = checkpoint::place_at(2);
  request.adoptions = 1;
  request.adopted = 2;
  engine.submit(request);
  const auto frame = wait_for([](const Frame& f) { return f.checkpoint == checkpoint::place_at(2); });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->report.step, 4);
  EXPECT_EQ(frame->dream, 2U) << "curves begin anew";
  // What was taken out of the strip is dreamt there again.
  EXPECT_TRUE(wait_until([&] {
    const auto strip = engine.take_side_frame();
    return strip && strip->tiles[0].report.step == 4;
  }));
}

TEST_F(EngineTest, ATileThatCannotBeDreamtSaysWhyAndTheOthersGoOn) {
  controls->missing_checkpoint = 1;
  Request request = request_of(3);
  request.beside = {beside(1), beside(2)};
  engine.submit(request);
  std::shared_ptr<const SideFrame> strip;
  ASSERT_TRUE(wait_until([&] {
    if (auto newer = engine.take_side_frame()) strip = newer;
    return strip && strip->tiles.size() == 2 && strip->tiles[1].report.step == 3;
  }));
  EXPECT_EQ(strip->tiles[0].message, "weights missing");
}

TEST_F(EngineTest, ADreamBesideHasItsOwnParameters) {
  Request request = request_of(5);
  request.beside = {beside(0)};
  request.beside[0].params = request_of(5, 0.125F).params;
  engine.submit(request);
  std::shared_ptr<const SideFrame> side;
  const auto in_step = [&] {
    if (auto newer = engine.take_side_frame()) side = newer;
    return side && side->tiles.size() == 1 && side->tiles[0].report.step == 5;
  };
  ASSERT_TRUE(wait_until(in_step));
  EXPECT_FLOAT_EQ(side->tiles[0].picture.data[0], 0.5F + 5 * 0.125F);
  // Another place is a change under a dream that lives on; another seed begins it anew.
  request.beside[0].place = checkpoint::place_at(1);
  request.params.steps = request.beside[0].params->steps = 7;
  side = nullptr;
  const int restarts = controls->restarts;
  engine.submit(request);
  ASSERT_TRUE(wait_until([&] {
    if (auto newer = engine.take_side_frame()) side = newer;
    return side && side->tiles[0].report.step == 7;
  }));
  EXPECT_FLOAT_EQ(side->tiles[0].picture.data[0], 0.5F + 7 * 0.125F);
  EXPECT_EQ(controls->restarts, restarts);
  request.beside[0].params->seed = 99;
  engine.submit(request);
  EXPECT_TRUE(wait_until([&] { return controls->restarts == restarts + 1; }));
}

TEST_F(EngineTest, ADreamAtItsOwnPaceEndsWithItsOwnSteps) {
  Request request = request_of(3);
  request.beside = {beside(0), beside(1)};
  for (SideWish& wish : request.beside) {
    wish.own_pace = true;
    wish.params = request_of(9).params;
  }
  request.run = false;
  engine.submit(request);
  std::shared_ptr<const SideFrame> side;
  EXPECT_TRUE(wait_until([&] {
    if (auto newer = engine.take_side_frame()) side = newer;
    return side && side->tiles[0].report.step == 9 && side->tiles[1].report.step == 9;
  })) << "although the main dream is paused";
}

TEST_F(EngineTest, TheMainDreamAndTheOneBesideItChangePlaces) {
  Request request = request_of(4);
  request.beside = {{-1, checkpoint::place_at(2), request_of(4, 0.0625F).params, false}};
  engine.submit(request);
  ASSERT_TRUE(wait_until([&] {
    const auto side = engine.take_side_frame();
    return side && side->tiles[0].report.step == 4;
  }));
  const int restarts = controls->restarts;
  std::swap(request.params, *request.beside[0].params);
  std::swap(request.checkpoint, request.beside[0].place);
  request.adoptions = 1;
  request.adopted = -1;
  request.params.steps = request.beside[0].params->steps = 4;
  engine.submit(request);
  const auto frame = wait_for([](const Frame& f) { return f.checkpoint == checkpoint::place_at(2); });
  ASSERT_TRUE(frame);
  EXPECT_FLOAT_EQ(frame->picture.data[0], 0.5F + 4 * 0.0625F);
  request.params.steps = request.beside[0].params->steps = 5;
  engine.submit(request);
  std::shared_ptr<const SideFrame> side;
  ASSERT_TRUE(wait_until([&] {
    if (auto newer = engine.take_side_frame()) side = newer;
    return side && side->tiles[0].report.step == 5;
  }));
  EXPECT_FLOAT_EQ(side->tiles[0].picture.data[0], 0.5F + 5 * 0.25F) << "it lives on";
  EXPECT_EQ(controls->restarts, restarts);
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
    KeptPictures kept = engine.take_pictures(5);
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
    pictures = engine.take_pictures(9).pictures;
    return !pictures.empty();
  }));
  EXPECT_FLOAT_EQ(pictures.front().data[0], 50.5F);
}

TEST_F(EngineTest, AFailedStepIsReportedAndKeepsThePicture) {
  controls->fail_at_step = 4;
  engine.submit(request_of(10));
  const auto frame = wait_for(Phase::failed);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->message, "the gradient is zero");
  EXPECT_FALSE(frame->picture.empty());
  EXPECT_FLOAT_EQ(frame->picture.data[0], 0.5F + 4 * 0.25F);
  controls->fail_at_step = -1;
  engine.submit(request_of(10, 0.125F));  // a changed parameter tries again
  ASSERT_TRUE(wait_for(Phase::finished));
}

TEST_F(EngineTest, AMissingCheckpointIsAValueAndTheOldOneStays) {
  controls->missing_checkpoint = 1;
  Request request = request_of(3);
  engine.submit(request);
  ASSERT_TRUE(wait_for(Phase::finished));
  request.checkpoint = checkpoint::place_at(1);
  engine.submit(request);
  const auto failed = wait_for(Phase::failed);
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->message, "weights missing");
  EXPECT_EQ(failed->checkpoint, checkpoint::place_at(0));
  request.checkpoint = checkpoint::place_at(0);
  engine.submit(request);
  EXPECT_TRUE(wait_for(Phase::finished));
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

std::shared_ptr<const Replay> three_changes() {
  auto replay = std::make_shared<Replay>();
  const recipe::DreamParams slow = request_of(100, 0.25F).params, fast = request_of(100, 1.0F).params;
  replay->changes = {{0, slow, checkpoint::place_at(0)},
                     {4, fast, checkpoint::place_at(0)},
                     {6, fast, checkpoint::place_at(2)}};
  replay->until = 8;
  return replay;
}

TEST_F(EngineTest, AReplayIsSteeredAsItWasAndWaitsAtItsMoment) {
  Request request = request_of(100, 1.0F);
  request.run = false;
  request.checkpoint = checkpoint::place_at(2);
  request.replay = three_changes();
  engine.submit(request);
  const auto frame = wait_for([](const Frame& f) { return f.phase == Phase::paused; });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->report.step, 8);
  EXPECT_FLOAT_EQ(frame->picture.data[0], 0.5F + 4 * 0.25F + 4 * 1.0F);
  EXPECT_EQ(frame->checkpoint, checkpoint::place_at(2));
  const Timeline timeline = engine.timeline();
  EXPECT_EQ(timeline.dream(), frame->dream);
  ASSERT_EQ(timeline.changes().size(), 3U);
  EXPECT_EQ(timeline.changes()[1].step, 4);
  EXPECT_EQ(timeline.changes()[2].step, 6);

  // From there it goes on as any dream.
  request.run = true;
  engine.submit(request);
  ASSERT_TRUE(wait_for(Phase::finished));
  EXPECT_EQ(controls->restarts, 1);
}

TEST_F(EngineTest, WhoeverSteersAReplayEndsIt) {
  controls->step_milliseconds = 5;
  Request request = request_of(100, 1.0F);
  request.run = false;
  request.checkpoint = checkpoint::place_at(2);
  auto replay = std::make_shared<Replay>(*three_changes());
  replay->until = 90;
  replay->changes.resize(1);
  request.replay = replay;
  engine.submit(request);
  ASSERT_TRUE(wait_for([](const Frame& f) { return f.report.step >= 2; }));
  request.params.learning_rate = 3;
  engine.submit(request);
  const auto frame = wait_for([](const Frame& f) { return f.phase == Phase::paused; });
  ASSERT_TRUE(frame);
  EXPECT_LT(frame->report.step, 90);
  EXPECT_EQ(frame->checkpoint, checkpoint::place_at(2));
  EXPECT_FLOAT_EQ(engine.timeline().changes().back().params.learning_rate, 3);
}

TEST_F(EngineTest, AReplayWithoutItsCheckpointSaysSo) {
  controls->missing_checkpoint = 0;
  Request request = request_of(100, 1.0F);
  request.checkpoint = checkpoint::place_at(2);
  request.replay = three_changes();
  engine.submit(request);
  const auto frame = wait_for(Phase::failed);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->message, "weights missing");
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

TEST(EngineStart, AStepperThatCannotBeMadeIsAFrameWithAMessage) {
  Engine engine(small_series(),
                []() -> Result<std::unique_ptr<dream::Stepper>> { return Error{"no such device"}; });
  engine.submit(request_of(3));
  std::shared_ptr<const Frame> frame;
  ASSERT_TRUE(wait_until([&] {
    frame = engine.take_frame();
    return frame && frame->phase == Phase::failed;
  }));
  EXPECT_EQ(frame->message, "no such device");
  EXPECT_TRUE(frame->picture.empty());
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
