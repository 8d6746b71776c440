#include "engine/engine_fixture.h"

namespace birddream::engine {
namespace {

constexpr int kept = 1000;

TEST_F(EngineTest, TheFilmstripsDreamsCatchUpWithTheMainOne) {
  Request request = request_of(6);
  request.beside = {beside(1), beside(2)};
  engine.submit(request);
  const auto strip = wait_for_sides(2, 6);
  ASSERT_TRUE(strip);
  EXPECT_EQ(strip->tiles[1].place, checkpoint::place_at(2));
  EXPECT_FLOAT_EQ(strip->tiles[0].picture.data[0], 0.5F + 6 * 0.25F);
  request.beside = {};
  engine.submit(request);
  EXPECT_TRUE(wait_for_sides(0, 0));
}

TEST_F(EngineTest, AllThatIsBesideTakesOneStepForEachOfTheMainDream) {
  Request request = request_of(1000);
  request.endless = true;
  request.beside = {beside(0), beside(1), beside(2)};
  engine.submit(request);
  int beside_main = 0;
  ASSERT_TRUE(wait_for_sides([&](const SideFrame& sides) {
    beside_main = 0;
    for (const Tile& tile : sides.tiles) beside_main += tile.report.step;
    return beside_main > 600;
  }));
  const auto frame = wait_for([](const Frame&) { return true; });
  ASSERT_TRUE(frame);
  EXPECT_LT(beside_main, frame->report.step + 200) << "it stays fluid, however many there are";
}

TEST_F(EngineTest, ATileOfTheFilmstripBecomesTheMainDream) {
  Request request = request_of(4);
  request.beside = {beside(2)};
  engine.submit(request);
  ASSERT_TRUE(wait_for_sides(1, 4));
  request.checkpoint = checkpoint::place_at(2);
  request.adoptions = {{2, kept}};
  engine.submit(request);
  const auto frame = wait_for([](const Frame& f) { return f.checkpoint == checkpoint::place_at(2); });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->report.step, 4);
  EXPECT_EQ(frame->dream, 2U) << "curves begin anew";
  // What was taken out of the strip is dreamt there again.
  EXPECT_TRUE(wait_for_sides(1, 4));
}

TEST_F(EngineTest, TheDreamThatATileReplacedCanBeComeBackTo) {
  Request request = request_of(4);
  request.beside = {beside(2)};
  engine.submit(request);
  ASSERT_TRUE(wait_for_sides(1, 4));
  const int restarts = controls->restarts;
  request.checkpoint = checkpoint::place_at(2);
  request.adoptions = {{2, kept}};
  request.params.steps = 6;
  request.params.learning_rate = 0.5F;
  engine.submit(request);
  auto frame = wait_for([](const Frame& f) { return f.report.step == 6; });
  ASSERT_TRUE(frame);
  EXPECT_FLOAT_EQ(frame->picture.data[0], 0.5F + 4 * 0.25F + 2 * 0.5F);

  request.beside = {};
  request.checkpoint = checkpoint::place_at(0);
  request.adoptions.push_back({kept, kept + 1});
  request.params.steps = 5;
  request.params.learning_rate = 0.25F;
  engine.submit(request);
  frame = wait_for([](const Frame& f) { return f.report.step == 5; });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->checkpoint, checkpoint::place_at(0));
  EXPECT_FLOAT_EQ(frame->picture.data[0], 0.5F + 5 * 0.25F) << "from where it was left";
  EXPECT_EQ(engine.timeline().changes().front().checkpoint, checkpoint::place_at(0))
      << "with its own history";

  request.checkpoint = checkpoint::place_at(2);
  request.adoptions.push_back({kept + 1, kept});
  request.params.steps = 6;
  engine.submit(request);
  frame = wait_for([](const Frame& f) { return f.checkpoint == checkpoint::place_at(2); });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->report.step, 6);
  EXPECT_FLOAT_EQ(frame->picture.data[0], 0.5F + 4 * 0.25F + 2 * 0.5F) << "and forward again";
  EXPECT_LE(controls->restarts, restarts + 1) << "the tile that was taken, in its place, and no other";
}

TEST_F(EngineTest, ADreamThatIsKeptNoMoreLeavesTheMainOneAlone) {
  Request request = request_of(4);
  engine.submit(request);
  ASSERT_TRUE(wait_for(Phase::finished));
  request.checkpoint = checkpoint::place_at(1);
  request.adoptions = {{kept, kept + 1}};
  request.params.steps = 5;
  engine.submit(request);
  const auto frame = wait_for([](const Frame& f) { return f.report.step == 5; });
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->dream, 1U);
  EXPECT_EQ(frame->checkpoint, checkpoint::place_at(1));
}

TEST_F(EngineTest, ADreamBesideHasItsOwnParameters) {
  Request request = request_of(5);
  request.beside = {beside(0)};
  request.beside[0].params = request_of(5, 0.125F).params;
  engine.submit(request);
  auto side = wait_for_sides(1, 5);
  ASSERT_TRUE(side);
  EXPECT_FLOAT_EQ(side->tiles[0].picture.data[0], 0.5F + 5 * 0.125F);
  // Another place is a change under a dream that lives on; another seed begins it anew.
  request.beside[0].place = checkpoint::place_at(1);
  request.params.steps = request.beside[0].params->steps = 7;
  const int restarts = controls->restarts;
  engine.submit(request);
  side = wait_for_sides(1, 7);
  ASSERT_TRUE(side);
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
  EXPECT_TRUE(wait_for_sides(2, 9)) << "although the main dream is paused";
}

TEST_F(EngineTest, ASeriesThatGrowsLeavesTheDreamsBesideAlone) {
  Request request = request_of(4);
  request.beside = {beside(1), {-1, checkpoint::place_at(2), request_of(4, 0.0625F).params, false}};
  engine.submit(request);
  ASSERT_TRUE(wait_for_sides(2, 4));
  const int restarts = controls->restarts;
  auto grown = std::make_shared<checkpoint::Series>(small_series());
  grown->checkpoints.resize(4);
  request.series = grown;
  request.params.steps = 6;
  engine.submit(request);
  const auto sides = wait_for_sides(2, 6);
  ASSERT_TRUE(sides);
  EXPECT_FLOAT_EQ(sides->tiles[0].picture.data[0], 0.5F + 6 * 0.25F);
  EXPECT_FLOAT_EQ(sides->tiles[1].picture.data[0], 0.5F + 6 * 0.0625F);
  EXPECT_EQ(controls->restarts, restarts);
  request.beside[1].place = checkpoint::place_at(3);
  request.params.steps = 7;
  engine.submit(request);
  const auto further = wait_for_sides(2, 7);
  ASSERT_TRUE(further);
  EXPECT_EQ(further->tiles[1].place, checkpoint::place_at(3)) << "they know the new checkpoint too";
  EXPECT_EQ(controls->restarts, restarts);
}

}  // namespace
}  // namespace birddream::engine
