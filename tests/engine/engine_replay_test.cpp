#include "engine/engine_fixture.h"

namespace birddream::engine {
namespace {

std::shared_ptr<const Replay> three_changes() {
  auto replay = std::make_shared<Replay>();
  const recipe::DreamParams slow = request_of(100, 0.25F).params, fast = request_of(100, 1.0F).params;
  replay->changes = {{0, slow, checkpoint::place_at(0)},
                     {4, fast, checkpoint::place_at(0)},
                     {6, fast, checkpoint::place_at(2)}};
  replay->until = 8;
  return replay;
}

/// That, slow enough to be stopped on its way to a moment further on.
class SlowReplay : public EngineTest {
 protected:
  void begin(int until, std::size_t changes) {
    controls->step_milliseconds = 5;
    request.run = false;
    request.checkpoint = checkpoint::place_at(2);
    auto replay = std::make_shared<Replay>(*three_changes());
    replay->until = until;
    replay->changes.resize(changes);
    request.replay = replay;
    engine.submit(request);
    ASSERT_TRUE(wait_for([](const Frame& f) { return f.report.step >= 2 && f.replays; }));
  }

  Request request = request_of(100, 1.0F);
};

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

TEST_F(SlowReplay, RestsWhereItIsAndGoesOnToItsMoment) {
  begin(40, 3);
  request.replay_rests = true;
  engine.submit(request);
  auto frame = wait_for(Phase::paused);
  ASSERT_TRUE(frame);
  const int rested = frame->report.step;
  EXPECT_LT(rested, 40);
  EXPECT_TRUE(frame->replays);
  ++request.single_steps;
  engine.submit(request);
  frame = wait_for([&](const Frame& f) { return f.report.step > rested; });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->phase, Phase::paused) << "one step, as of any dream that rests";
  request.replay_rests = false;
  engine.submit(request);
  frame = wait_for([](const Frame& f) { return !f.replays; });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->report.step, 40);
  EXPECT_EQ(frame->phase, Phase::paused);
  EXPECT_FLOAT_EQ(frame->picture.data[0], 0.5F + 4 * 0.25F + 36 * 1.0F);
}

TEST_F(SlowReplay, EndsWhenItIsSteered) {
  begin(90, 1);
  request.params.learning_rate = 3;
  engine.submit(request);
  const auto frame = wait_for([](const Frame& f) { return f.phase == Phase::paused; });
  ASSERT_TRUE(frame);
  EXPECT_LT(frame->report.step, 90);
  EXPECT_EQ(frame->checkpoint, checkpoint::place_at(2));
  EXPECT_FLOAT_EQ(engine.timeline().changes().back().params.learning_rate, 3);
}

TEST_F(EngineTest, AReplayOnOtherWeightsIsTold) {
  for (const char* told : {"0123456789abcdef", "fedcba9876543210"}) {
    Request request = request_of(100, 1.0F);
    request.run = false;
    request.checkpoint = checkpoint::place_at(2);
    auto replay = std::make_shared<Replay>(*three_changes());
    replay->changes[1].weights = told;  // on the way; the others do not say
    request.replay = replay;
    const auto generation = engine.submit(request);
    const auto frame =
        wait_for([&](const Frame& f) { return f.generation == generation && f.phase == Phase::paused; });
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->other_weights, std::string(told) != "0123456789abcdef");
    EXPECT_EQ(frame->changes, 3U);
    ASSERT_TRUE(frame->info);
    EXPECT_EQ(frame->info->fingerprint, "0123456789abcdef");
    EXPECT_EQ(engine.timeline().changes()[1].weights, "0123456789abcdef") << "those that it stood on";
  }
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

}  // namespace
}  // namespace birddream::engine
