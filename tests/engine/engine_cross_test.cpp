#include "engine/engine_fixture.h"

namespace birddream::engine {
namespace {

std::ptrdiff_t answered(const CrossScores& cross) {
  return std::ranges::count_if(cross.shares, [](float share) { return share >= 0; });
}

class CrossScoresTest : public EngineTest {
 protected:
  void TearDown() override { controls->scores_allowed = INT_MAX; }  // the engine's thread must end

  /// Asks which of three checkpoints recognises which of their dreams, once these are in step; so many
  /// answers come before they wait.
  Request ask(int answers, bool goes_on) {
    controls->scores_allowed = answers;
    Request request = request_of(4);
    request.beside = {beside(0), beside(1), beside(2)};
    engine.submit(request);
    EXPECT_TRUE(wait_for_sides(3, 4));
    request.cross_scores = 1;
    request.cross_class = 1;  // FakeStepper: each checkpoint is sure of the class of its own number
    request.cross_goes_on = goes_on;
    const auto generation = engine.submit(request);
    EXPECT_TRUE(wait_for([&](const Frame& frame) { return frame.generation >= generation; }));
    return request;
  }
  std::shared_ptr<const SideFrame> wait_for_answers(std::ptrdiff_t count) {
    return wait_for_sides([count](const SideFrame& sides) { return answered(sides.cross) == count; });
  }
};

TEST_F(CrossScoresTest, EveryDreamIsShownToEveryCheckpoint) {
  ask(9, true);
  const auto sides = wait_for_answers(9);
  ASSERT_TRUE(sides);
  ASSERT_EQ(sides->cross.places.size(), 3U);
  for (std::size_t cell = 0; cell < 9; ++cell)
    EXPECT_FLOAT_EQ(sides->cross.shares[cell], cell % 3 == 1 ? 0.6F : 0.01F) << cell;
}

TEST_F(CrossScoresTest, NoneIsAnsweredUntilTheyGoOn) {
  Request request = ask(9, false);
  // Between two requests that are obeyed there would be an answer at least.
  request.params.steps = 6;
  engine.submit(request);
  const auto sides = wait_for_sides(3, 6);
  ASSERT_TRUE(sides);
  EXPECT_EQ(answered(sides->cross), 0);
  EXPECT_EQ(controls->scores_made, 0);
  request.cross_goes_on = true;
  engine.submit(request);
  EXPECT_TRUE(wait_for_answers(9)) << "what was asked is not forgotten";
}

TEST_F(CrossScoresTest, StoppedHalfwayKeepsWhatThereIs) {
  Request request = ask(3, true);
  ASSERT_TRUE(wait_until([&] { return controls->scores_made == 4; })) << "the fourth is under way";
  request.cross_goes_on = false;
  engine.submit(request);
  controls->scores_allowed = 9;
  ASSERT_TRUE(wait_for_answers(4));
  request.params.steps = 5;  // the engine is there for other work
  engine.submit(request);
  const auto sides = wait_for_sides(3, 5);
  ASSERT_TRUE(sides);
  EXPECT_EQ(answered(sides->cross), 4);
  EXPECT_EQ(controls->scores_made, 4);
}

TEST_F(CrossScoresTest, AskedBeforeTheDreamsHaveBegunItBeginsByItself) {
  Request request = request_of(4);
  request.run = false;
  engine.submit(request);
  ASSERT_TRUE(wait_for(Phase::paused));
  request.run = true;
  request.beside = {beside(0), beside(1), beside(2)};
  request.cross_scores = 1;
  request.cross_class = 1;
  engine.submit(request);
  const auto sides = wait_for_answers(9);
  ASSERT_TRUE(sides);
  EXPECT_EQ(sides->cross.places.size(), 3U) << "of all of them";
}

TEST_F(CrossScoresTest, ARestartAsksAnewAboutTheBirdOfThen) {
  Request request = ask(1000, true);
  ASSERT_TRUE(wait_for_answers(9));
  request.restarts = 1;
  request.cross_class = 2;
  const auto generation = engine.submit(request);
  ASSERT_TRUE(wait_for([&](const Frame& frame) { return frame.generation >= generation; }));
  const auto sides = wait_for_sides([](const SideFrame& beside) {
    EXPECT_TRUE(beside.cross.class_index == 2 || beside.tiles[0].report.step == 4)
        << "answers about the bird before stand beside dreams that began anew";
    return beside.cross.class_index == 2 && answered(beside.cross) == 9;
  });
  ASSERT_TRUE(sides);
  for (std::size_t cell = 0; cell < 9; ++cell)
    EXPECT_FLOAT_EQ(sides->cross.shares[cell], cell % 3 == 2 ? 0.7F : 0.01F) << cell;
}

TEST_F(CrossScoresTest, TheyAreOfTheStripAloneAndOfASpecies) {
  Request request = ask(1000, false);
  request.cross_class = std::nullopt;
  request.cross_goes_on = true;
  request.params.steps = 6;
  request.beside.push_back({-1, checkpoint::place_at(2), request.params, false});
  engine.submit(request);
  ASSERT_TRUE(wait_for_sides(4, 6));
  request.params.steps = 7;  // what there was to ask would have been asked before
  request.beside[3].params = request.params;
  engine.submit(request);
  ASSERT_TRUE(wait_for_sides(4, 7));
  EXPECT_EQ(controls->scores_made, 0) << "without a species";
  request.cross_class = 1;
  engine.submit(request);
  const auto sides = wait_for_answers(9);
  ASSERT_TRUE(sides);
  EXPECT_EQ(sides->cross.places.size(), 3U) << "not of what the dream is compared with";
}

TEST_F(CrossScoresTest, AnEndlessDreamIsLookedAtWhileItGoesOn) {
  controls->step_milliseconds = 1;
  Request request = request_of(4);
  request.endless = true;
  request.beside = {beside(0), beside(1), beside(2)};
  engine.submit(request);
  ASSERT_TRUE(wait_for([](const Frame& frame) { return frame.report.step > 8; }));
  request.cross_scores = 1;
  request.cross_class = 1;
  engine.submit(request);
  EXPECT_TRUE(wait_for_answers(9));
  EXPECT_TRUE(wait_for(Phase::running));
}

}  // namespace
}  // namespace birddream::engine
