#include "ui/hands.h"
#include "ui/training_axis.h"

namespace birddream::ui {
namespace {

using checkpoint::place_at;

void take_back(ImGuiTestContext* c) {
  c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z);
}
void bring_again(ImGuiTestContext* c) {
  c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Y);
}

class UiUndo : public Hands {
 protected:
  void SetUp() override { begin(5); }
};

TEST_F(UiUndo, ATrainingThatPlaysIsTakenBackAsAWholeAndOnlyIt) {
  params().learning_rate = 0.1F;
  draw(2);
  params().learning_rate = 0.2F;
  draw(2);
  model().steps_a_tick = 1000;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_T); });
  ASSERT_TRUE(draw_until([this] { return model().checkpoint != place_at(0); }));
  ASSERT_TRUE(model().training_plays);
  play(take_back);
  EXPECT_FALSE(model().training_plays);
  EXPECT_EQ(model().checkpoint, place_at(0));
  EXPECT_FALSE(model().endless) << "playing had switched it on";
  EXPECT_FLOAT_EQ(params().learning_rate, 0.2F) << "what came before it stays";
  const int before = step();
  ASSERT_TRUE(draw_until([&] { return step() > before + 10; }));
  EXPECT_EQ(model().checkpoint, place_at(0)) << "and it plays no more";
  play(take_back);
  EXPECT_FLOAT_EQ(params().learning_rate, 0.1F);
  play(bring_again);
  EXPECT_FLOAT_EQ(params().learning_rate, 0.2F);
}

TEST_F(UiUndo, ASliderMovedWhileItPlaysIsAChangeOfItsOwn) {
  model().steps_a_tick = 1000;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_T); });
  params().jitter = 11;
  draw(2);
  params().jitter = 22;
  draw(2);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_T); });
  ASSERT_FALSE(model().training_plays);
  const int before = params().jitter;
  play(take_back);
  EXPECT_EQ(params().jitter, before) << "the way it played";
  EXPECT_EQ(model().checkpoint, place_at(0));
  play(take_back);
  EXPECT_EQ(params().jitter, 11);
}

TEST_F(UiUndo, EndlessIsTakenBackToo) {
  params().steps = 5;
  restart(model());
  ASSERT_TRUE(draw_until([this] { return model().frame->phase == engine::Phase::finished; }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_RightArrow); });
  ASSERT_TRUE(model().endless) << "a finished dream goes on under other weights";
  play(take_back);
  EXPECT_FALSE(model().endless);
  EXPECT_EQ(model().checkpoint, place_at(0));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_E); });
  play(take_back);
  EXPECT_FALSE(model().endless);
}

TEST_F(UiUndo, AHeadThatWasChosenAtItsOwnCheckpointIsAChange) {
  transplant_head(model(), 0);
  draw(2);
  move_to(model(), 3);
  draw(2);
  ASSERT_EQ(model().checkpoint, (checkpoint::Place{3, 3, 0, 0}));
  play(take_back);
  EXPECT_EQ(model().head, 0) << "it stays on";
  play(take_back);
  EXPECT_EQ(model().head, -1);
}

TEST_F(UiUndo, TheOtherSideOfAComparison) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_C); });
  ASSERT_TRUE(model().compare.on);
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Picture/##other_checkpoint");
    c->ItemClick("//$FOCUSED/epoch 1##epoch-1.safetensors");
  });
  ASSERT_EQ(model().compare.place, place_at(1));
  const int id = model().compare.id;
  set_recipe_of_other(model(), OtherRecipe::same);
  draw(2);
  play(take_back);
  EXPECT_EQ(model().compare.recipe, OtherRecipe::held);
  play(take_back);
  EXPECT_EQ(model().compare.place, place_at(0));
  EXPECT_LT(model().compare.id, id) << "B begins anew";
  play(take_back);
  EXPECT_FALSE(model().compare.on);
  play(bring_again);
  play(bring_again);
  EXPECT_TRUE(model().compare.on);
  EXPECT_EQ(model().compare.place, place_at(1));
}

TEST_F(UiUndo, AClickedTileIsTakenBackToTheDreamThatItReplaced) {
  params().steps = 6;
  restart(model());
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_M); });
  ASSERT_TRUE(strip_at(5, 6));
  const int restarts = painting->restarts + 1;  // the tile that is taken, in its place
  play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/**/epoch-3.safetensors"); });
  ASSERT_TRUE(draw_until([this] { return model().frame->checkpoint == place_at(3); }));
  ASSERT_TRUE(draw_until([&] { return painting->restarts == restarts; }));
  const std::uint64_t dream = model().frame->dream;
  play(take_back);
  EXPECT_EQ(model().checkpoint, place_at(0));
  ASSERT_TRUE(draw_until([this] { return model().frame->checkpoint == place_at(0); }));
  EXPECT_GT(model().frame->dream, dream) << "another dream, not this one under other weights";
  EXPECT_EQ(step(), 6);
  play(bring_again);
  ASSERT_TRUE(draw_until([this] { return model().frame->checkpoint == place_at(3); }));
  EXPECT_EQ(step(), 6);
  EXPECT_EQ(painting->restarts, restarts) << "neither began anew";
}

TEST_F(UiUndo, ASwapIsTakenBackWithAllThatWasDreamt) {
  params().steps = 12;
  restart(model());
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_C); });
  set_place_of_other(model(), place_at(3));
  const auto both_done = [this] {
    const engine::Tile* other = other_tile(model());
    return step() == 12 && other != nullptr && other->report.step == 12;
  };
  ASSERT_TRUE(draw_until(both_done));
  const int restarts = painting->restarts;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_X); });
  ASSERT_TRUE(draw_until([this] { return model().frame->checkpoint == place_at(3); }));
  play(take_back);
  EXPECT_EQ(model().checkpoint, place_at(0));
  EXPECT_EQ(model().compare.place, place_at(3));
  ASSERT_TRUE(draw_until([this] { return model().frame->checkpoint == place_at(0); }));
  EXPECT_TRUE(draw_until(both_done));
  EXPECT_EQ(painting->restarts, restarts) << "neither began anew";
}

}  // namespace
}  // namespace birddream::ui
