#include "ui/drawn_text.h"
#include "ui/hands.h"
#include "ui/model.h"

namespace birddream::ui {
namespace {

class UiFailure : public Hands {
 protected:
  void SetUp() override {
    Hands::SetUp();
    painting->fail_at_step = 3;
    play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_R); });
    ASSERT_TRUE(draw_until([this] { return failed() && step() == 3; }));
    draw(2);
  }
  bool failed() { return model().frame->phase == engine::Phase::failed; }
  // The cause is gone: a dream that is begun again goes past the step at which it stopped.
  void expect_it_begins_again(const Play& hands) {
    const int restarts = painting->restarts;
    painting->fail_at_step = -1;
    play(hands);
    EXPECT_TRUE(draw_until([this] { return !failed() && step() > 3; }));
    EXPECT_EQ(painting->restarts, restarts + 1);
    draw(2);
    EXPECT_FALSE(text_shown("Picture", "The dream stopped"));
  }
};

TEST_F(UiFailure, TheMessageIsShownOverThePicture) {
  EXPECT_TRUE(text_shown("Picture", "The dream stopped"));
  EXPECT_TRUE(text_shown("Picture", model().frame->message)) << drawn_text("Picture");
  EXPECT_TRUE(text_shown("##transport", "stopped"));
  draw(60);
  EXPECT_TRUE(failed());  // nothing begins again by itself
}

TEST_F(UiFailure, TryAgainBeginsAgain) {
  expect_it_begins_again([](ImGuiTestContext* c) { c->ItemClick("//Picture/**/Try again"); });
}

TEST_F(UiFailure, TheTransportsRestartBeginsAgain) {
  expect_it_begins_again([](ImGuiTestContext* c) { c->ItemClick("//##transport/###restart"); });
}

TEST_F(UiFailure, SpaceBeginsAgain) {
  expect_it_begins_again([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Space); });
}

TEST_F(UiFailure, BackToThePresetTakesTheChangesAlong) {
  const int preset = preset_params(model()).jitter;
  params().jitter = preset + 5;
  ASSERT_TRUE(obeyed());
  ASSERT_TRUE(draw_until([this] { return failed(); }));  // the changed dream went on and met the same end
  expect_it_begins_again([](ImGuiTestContext* c) { c->ItemClick("//Picture/**/Back to the preset"); });
  EXPECT_EQ(params().jitter, preset);
}

}  // namespace
}  // namespace birddream::ui
