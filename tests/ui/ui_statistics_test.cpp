#include "ui/drawn_text.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

using UiStatistics = Hands;

TEST_F(UiStatistics, F3TellsHowLongAPictureIsWaitedFor) {
  EXPECT_FALSE(window_shown("Statistics"));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_F3); });
  EXPECT_TRUE(text_shown("Statistics", "move one while it dreams"));
  model().endless = true;
  ASSERT_TRUE(draw_until([this] { return model().frame && model().frame->phase == engine::Phase::running; }));
  params().learning_rate *= 1.5F;
  draw(1);
  ASSERT_TRUE(draw_until([this] { return model().frame->made_under >= workbench->generation(); }));
  desk().statistics.presented();
  draw(2);
  EXPECT_EQ(desk().statistics.wait_frames().count, 1);
  EXPECT_FALSE(text_shown("Statistics", "move one while it dreams"));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_F3); });
  EXPECT_FALSE(window_shown("Statistics"));
}

}  // namespace
}  // namespace birddream::ui
