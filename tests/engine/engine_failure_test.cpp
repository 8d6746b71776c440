#include "engine/engine_fixture.h"

namespace birddream::engine {
namespace {

TEST_F(EngineTest, TellsOfAnotherDeviceFromTheStepOn) {
  controls->breaks_at_step = 3;
  engine.submit(request_of(2));
  ASSERT_TRUE(wait_for(Phase::finished));
  EXPECT_EQ(engine.info().device, "fake");
  engine.submit(request_of(4));
  ASSERT_TRUE(wait_for([](const Frame& frame) { return frame.report.step == 4; }));
  EXPECT_EQ(engine.info().device, "spare");
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

TEST_F(EngineTest, APictureThatCannotBeLookedAtIsReported) {
  controls->logits_in_steps = false;
  controls->cannot_classify = true;
  engine.submit(request_of(10));
  auto frame = wait_for(Phase::failed);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->message, "no memory to classify with");
  controls->cannot_classify = false;
  controls->cannot_measure = true;
  engine.submit(request_of(10, 0.125F));
  frame = wait_for([](const Frame& f) { return f.message == "no memory to measure with"; });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->phase, Phase::failed);
  controls->cannot_measure = false;
  engine.submit(request_of(10));
  EXPECT_TRUE(wait_for(Phase::finished));
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

TEST_F(EngineTest, ADreamThatCouldNotBeginIsBegunWhenItCan) {
  Request request = request_of(3);
  engine.submit(request);
  ASSERT_TRUE(wait_for(Phase::finished));
  request.restarts = 1;
  request.params.learning_rate = -1;  // FakeStepper refuses it
  engine.submit(request);
  ASSERT_TRUE(wait_for(Phase::failed));
  request.params.learning_rate = 0.5F;
  engine.submit(request);
  const auto begun = wait_for([](const Frame& f) { return f.report.step == 3 && f.dream == 2; });
  ASSERT_TRUE(begun);
  EXPECT_FLOAT_EQ(begun->picture.data[0], 0.5F + 3 * 0.5F);
  // Nor for want of weights.
  controls->missing_checkpoint = 1;
  request.restarts = 2;
  request.checkpoint = checkpoint::place_at(1);
  engine.submit(request);
  ASSERT_TRUE(wait_for(Phase::failed));
  request.checkpoint = checkpoint::place_at(0);
  engine.submit(request);
  EXPECT_TRUE(wait_for([](const Frame& f) { return f.report.step == 3 && f.dream == 3; }));
}

TEST_F(EngineTest, APlaceThatTheSeriesLacksIsRefused) {
  Request request = request_of(3);
  request.checkpoint = checkpoint::place_at(3);
  engine.submit(request);
  const auto frame = wait_for(Phase::failed);
  ASSERT_TRUE(frame);
  EXPECT_NE(frame->message.find("3 checkpoints"), std::string::npos);
}

TEST_F(EngineTest, ATileThatCannotBeDreamtSaysWhyAndTheOthersGoOn) {
  controls->missing_checkpoint = 1;
  Request request = request_of(3);
  request.beside = {beside(1), beside(2)};
  engine.submit(request);
  const auto strip = wait_for_sides(
      [](const SideFrame& sides) { return sides.tiles.size() == 2 && sides.tiles[1].report.step == 3; });
  ASSERT_TRUE(strip);
  EXPECT_EQ(strip->tiles[0].message, "weights missing");
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

}  // namespace
}  // namespace birddream::engine
