#include "ui/actions.h"
#include "ui/drawn_text.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

using UiKeysWindow = Hands;

TEST_F(UiKeysWindow, F1ShowsEveryActionWithItsKey) {
  EXPECT_EQ(drawn_text("Keys"), "");
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_F1); });
  ASSERT_FALSE(actions().empty());
  for (const Action& action : actions()) {
    EXPECT_TRUE(text_shown("Keys", action.title)) << action.title;
    std::string caps = key_text(action.key);
    std::erase(caps, '+');  // each key has a cap of its own
    EXPECT_TRUE(text_shown("Keys", caps)) << action.title << ": " << key_text(action.key);
  }
  EXPECT_TRUE(text_shown("Keys", "right-click: back to the preset's"));  // the last column and row
}

TEST_F(UiKeysWindow, F1AndEscapeCloseIt) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_F1, 2); });
  EXPECT_FALSE(window_shown("Keys"));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_F1); });
  ASSERT_TRUE(window_shown("Keys"));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Escape); });
  EXPECT_FALSE(window_shown("Keys"));
}

}  // namespace
}  // namespace birddream::ui
