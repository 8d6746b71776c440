#include "ui/drawn_text.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

/// A sheet was asked for that is far from whole.
class UiSheet : public Hands {
 protected:
  void SetUp() override {
    begin(5);
    params().steps = 400;
    painting->step_milliseconds = 10;
    model().show_filmstrip = true;
    restart(model());
    ASSERT_TRUE(obeyed());
    ASSERT_TRUE(strip_has(5));
    play([](ImGuiTestContext* c) { c->ItemClick("//Filmstrip/Save sheet"); });
    draw(1);
    ASSERT_TRUE(text_shown("Filmstrip", "of 400")) << drawn_text("Filmstrip");
  }
  bool saved() {
    painting->step_milliseconds = 0;
    return draw_until([this] { return toast().starts_with("Saved "); });
  }
};

TEST_F(UiSheet, OfADreamThatIsShortenedItIsSavedAtItsNewEnd) {
  play([](ImGuiTestContext* c) { c->ItemInputValue("//Recipe/##steps", 30); });
  ASSERT_EQ(params().steps, 30);
  EXPECT_TRUE(saved());
  EXPECT_EQ(step(), 30);
}

TEST_F(UiSheet, ItIsSavedWhilePanelsAreHidden) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Tab); });
  ASSERT_FALSE(window_shown("Filmstrip"));
  EXPECT_TRUE(saved());
  EXPECT_TRUE(model().picture_only);
}

TEST_F(UiSheet, ItIsSaidThatAClosedStripMakesNone) {
  params().steps = 100000;
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_M); });
  EXPECT_TRUE(draw_until([this] { return toast().starts_with("No sheet is saved"); })) << toast();
}

}  // namespace
}  // namespace birddream::ui
