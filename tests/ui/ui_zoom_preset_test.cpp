#include "ui/hands.h"

namespace birddream::ui {
namespace {

using UiZoomPreset = Hands;

TEST_F(UiZoomPreset, IsPickedAndItsZoomAndTurnAreSteered) {
  const int restarts = painting->restarts;
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Recipe/##preset");
    c->ItemClick("//$FOCUSED/##zoom");
  });
  EXPECT_EQ(model().preset, "zoom");
  EXPECT_GT(params().zoom, 0);
  EXPECT_NE(params().turn, 0);
  EXPECT_EQ(species_of(params()), "flamingo");
  ASSERT_TRUE(draw_until([&] { return painting->restarts > restarts && painting->used() == params(); }));
  ASSERT_TRUE(obeyed());
  const std::uint64_t dream = model().frame->dream;
  play([](ImGuiTestContext* c) {
    c->ItemInputValue("//Recipe/##zoom", 2.5F);
    c->ItemInputValue("//Recipe/##turn", -1.5F);
  });
  EXPECT_TRUE(draw_until([&] { return painting->used().zoom == 2.5F && painting->used().turn == -1.5F; }));
  EXPECT_EQ(model().frame->dream, dream) << "while one flies";
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/##turn", ImGuiMouseButton_Right); });
  EXPECT_EQ(params().turn, preset_params(model()).turn);
}

}  // namespace
}  // namespace birddream::ui
