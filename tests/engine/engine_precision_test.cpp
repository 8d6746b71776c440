#include "engine/engine_fixture.h"

namespace birddream::engine {
namespace {

TEST_F(EngineTest, AnotherPrecisionIsInForceFromTheNextStepAndTheDreamLivesOn) {
  Request request = request_of(100);
  request.run = false;
  request.single_steps = 0;
  request.beside = {beside(0), beside(1)};
  engine.submit(request);
  ASSERT_TRUE(wait_for(Phase::paused));
  request.single_steps = 2;
  engine.submit(request);
  ASSERT_TRUE(wait_for([](const Frame& f) { return f.report.step == 2; }));
  ASSERT_TRUE(wait_for_sides(2, 2));
  const int told = controls->precisions_set;
  request.precision = "plain";
  const auto generation = engine.submit(request);
  auto frame = wait_for([&](const Frame& f) { return f.generation == generation; });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->info->precision, "plain");
  EXPECT_EQ(frame->report.step, 2);
  EXPECT_EQ(frame->dream, 1U);
  EXPECT_EQ(controls->restarts, 3);
  EXPECT_EQ(controls->precisions_set, told + 3) << "those beside it too";
  const Timeline timeline = engine.timeline();
  ASSERT_EQ(timeline.changes().size(), 2U);
  EXPECT_EQ(timeline.changes()[0].precision, "float32");
  EXPECT_EQ(timeline.changes()[1].precision, "plain");
  EXPECT_EQ(timeline.changes()[1].step, 2);

  request.precision = "none";
  engine.submit(request);
  frame = wait_for(Phase::failed);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->message, "no such precision");
  request.precision = "auto";
  request.run = true;
  engine.submit(request);
  frame = wait_for([](const Frame& f) { return f.report.step > 4; });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->info->precision, "float32");
}

TEST_F(EngineTest, WhatWasKeptHearsOfItWhenItComesBack) {
  Request request = request_of(100);
  request.run = false;
  request.single_steps = 0;
  request.beside = {beside(1)};
  engine.submit(request);
  ASSERT_TRUE(wait_for(Phase::paused));
  request.single_steps = 1;
  engine.submit(request);
  ASSERT_TRUE(wait_for_sides(1, 1));
  request.adoptions = {{1, 50}};  // the tile; the main dream rests
  request.checkpoint = checkpoint::place_at(1);
  engine.submit(request);
  ASSERT_TRUE(wait_for([](const Frame& f) { return f.dream == 2; }));
  request.precision = "plain";
  engine.submit(request);
  ASSERT_TRUE(wait_for([](const Frame& f) { return f.info->precision == "plain"; }));
  request.adoptions.push_back({50, 51});
  request.checkpoint = checkpoint::place_at(0);
  engine.submit(request);
  const auto frame = wait_for([](const Frame& f) { return f.dream == 3; });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->info->precision, "plain");
}

TEST_F(EngineTest, AReplayIsComputedAsItTells) {
  for (const char* told : {"plain", dream::gpu_precision}) {
    Request request = request_of(100);
    request.run = false;
    request.precision = "bfloat16";
    auto replay = std::make_shared<Replay>();
    replay->changes = {{0, request.params, checkpoint::place_at(0), "", told},
                       {3, request.params, checkpoint::place_at(1), "", ""}};
    replay->until = 6;
    request.replay = replay;
    const auto generation = engine.submit(request);
    const auto frame =
        wait_for([&](const Frame& f) { return f.generation == generation && f.phase == Phase::paused; });
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->report.step, 6);
    EXPECT_EQ(frame->info->precision, "bfloat16") << "as the window wants it, at its end";
    const bool may_be_had = told != std::string(dream::gpu_precision);
    EXPECT_EQ(frame->other_precision, !may_be_had);
    const Timeline timeline = engine.timeline();
    EXPECT_EQ(timeline.changes()[0].precision, may_be_had ? "plain" : "bfloat16");
    EXPECT_EQ(timeline.changes()[1].precision, "bfloat16");
  }
}

}  // namespace
}  // namespace birddream::engine
