#include "ui/drawn_text.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

using UiHints = Hands;

TEST_F(UiHints, AreShownUntilTheyWereRead) {
  EXPECT_FALSE(text_shown("Picture", "Got it"));
  begin_with([](Settings& settings) { settings.hints = true; });
  draw(4);
  EXPECT_TRUE(text_shown("Picture", "Pick a bird"));
  play([](ImGuiTestContext* c) { c->ItemClick("//Picture/**/Got it"); });
  draw(2);
  EXPECT_FALSE(text_shown("Picture", "Pick a bird"));
  EXPECT_FALSE(workbench->settings().hints) << "also at the next start";
}

}  // namespace
}  // namespace birddream::ui
