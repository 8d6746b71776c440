#include "engine/engine_fixture.h"

namespace birddream::engine {
namespace {

using checkpoint::place_at;

constexpr float rate_of_a = 0.25F, rate_of_b = 0.0625F;

/// A under checkpoint 0 and B, told by -1, under checkpoint 2, each of its own rate.
class EngineSwapTest : public EngineTest {
 protected:
  /// Both after so many steps.
  Request begin(int steps) {
    Request request = request_of(steps, rate_of_a);
    request.beside = {{-1, place_at(2), request_of(steps, rate_of_b).params, false}};
    engine.submit(request);
    EXPECT_TRUE(wait_for_sides(1, steps));
    restarts = controls->restarts;
    return request;
  }
  static void swap(Request& request) {
    std::swap(request.params, *request.beside[0].params);
    std::swap(request.checkpoint, request.beside[0].place);
    request.adoptions.push_back({-1});
  }
  static void go_on_to(Request& request, int steps) {
    request.params.steps = request.beside[0].params->steps = steps;
  }

  int restarts = 0;
};

TEST_F(EngineSwapTest, TheMainDreamAndTheOneBesideItChangePlaces) {
  Request request = begin(4);
  swap(request);
  engine.submit(request);
  const auto frame = wait_for([](const Frame& f) { return f.checkpoint == place_at(2); });
  ASSERT_TRUE(frame);
  EXPECT_FLOAT_EQ(frame->picture.data[0], 0.5F + 4 * rate_of_b);
  go_on_to(request, 5);
  engine.submit(request);
  const auto side = wait_for_sides(1, 5);
  ASSERT_TRUE(side);
  EXPECT_FLOAT_EQ(side->tiles[0].picture.data[0], 0.5F + 5 * rate_of_a) << "it lives on";
  EXPECT_EQ(controls->restarts, restarts);
}

TEST_F(EngineSwapTest, TheMainDreamLivesOnWhereItsNewestPlaceAndRateWereNeverInForce) {
  Request request = begin(4);
  request.checkpoint = place_at(1);
  request.params.learning_rate = 0.5F;
  go_on_to(request, 5);
  swap(request);
  engine.submit(request);
  const auto side = wait_for_sides(1, 5);
  ASSERT_TRUE(side);
  EXPECT_EQ(side->tiles[0].place, place_at(1));
  EXPECT_FLOAT_EQ(side->tiles[0].picture.data[0], 0.5F + 4 * rate_of_a + 0.5F);
  const auto frame = wait_for(Phase::finished);
  ASSERT_TRUE(frame);
  EXPECT_FLOAT_EQ(frame->picture.data[0], 0.5F + 5 * rate_of_b);
  EXPECT_EQ(controls->restarts, restarts) << "neither began anew";
}

TEST_F(EngineSwapTest, TwiceBetweenTwoLooksIsAsBefore) {
  Request request = begin(4);
  go_on_to(request, 5);
  swap(request);
  swap(request);
  engine.submit(request);
  const auto side = wait_for_sides(1, 5);
  ASSERT_TRUE(side);
  EXPECT_FLOAT_EQ(side->tiles[0].picture.data[0], 0.5F + 5 * rate_of_b);
  const auto frame = wait_for([](const Frame& f) { return f.report.step == 5; });
  ASSERT_TRUE(frame);
  EXPECT_FLOAT_EQ(frame->picture.data[0], 0.5F + 5 * rate_of_a);
  EXPECT_EQ(frame->checkpoint, place_at(0));
  EXPECT_EQ(controls->restarts, restarts);
}

TEST_F(EngineSwapTest, OneThatHasNotBegunBeginsAndTheMainOneIsKept) {
  Request request = request_of(4, rate_of_a);
  engine.submit(request);
  ASSERT_TRUE(wait_for(Phase::finished));
  request.beside = {{-1, place_at(2), request_of(4, rate_of_b).params, false}};
  go_on_to(request, 6);
  swap(request);
  engine.submit(request);
  const auto frame =
      wait_for([](const Frame& f) { return f.report.step == 6 && f.checkpoint == place_at(2); });
  ASSERT_TRUE(frame);
  EXPECT_FLOAT_EQ(frame->picture.data[0], 0.5F + 6 * rate_of_b);
  const auto side = wait_for_sides(1, 6);
  ASSERT_TRUE(side);
  EXPECT_FLOAT_EQ(side->tiles[0].picture.data[0], 0.5F + 6 * rate_of_a);
  EXPECT_EQ(controls->restarts, 2) << "each began once";
}

TEST_F(EngineSwapTest, WhatIsSeenIsOfTheDreamThatIsThereNow) {
  Request request = begin(4);
  const int classified = controls->classified;
  swap(request);
  engine.submit(request);
  const auto frame = wait_for([](const Frame& f) { return f.checkpoint == place_at(2); });
  ASSERT_TRUE(frame);
  EXPECT_EQ(controls->classified, classified + 1);
  EXPECT_EQ(frame->report.top[0].class_index, 7) << "classified, not of a step";
}

}  // namespace
}  // namespace birddream::engine
