#include "record/video_reader.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

class UiRecording : public Hands {
 protected:
  record::RecorderState state() { return desk().saver.recorder().status().state; }
  /// Stops by the button and waits; what was saved.
  fs::path stop() {
    play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
    EXPECT_TRUE(draw_until([this] { return state() == record::RecorderState::idle; }));
    return desk().saver.recorder().status().result;
  }
  void options(const std::function<void(ImGuiTestContext*)>& hands) {
    play([&](ImGuiTestContext* c) {
      c->ItemClick("//##transport/###record_how");
      hands(c);
      c->KeyPress(ImGuiKey_Escape);
    });
  }
};

TEST_F(UiRecording, EveryFewStepsAsAGif) {
  options([](ImGuiTestContext* c) {
    c->ItemClick("//$FOCUSED/GIF");
    c->ItemInputValue("//$FOCUSED/##every", 4);
    c->ItemInputValue("//$FOCUSED/##rate", 20);
  });
  EXPECT_EQ(desk().settings.record.every, 4);
  params().steps = 40;
  restart(model());
  model().run = false;
  ASSERT_TRUE(obeyed());
  play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
  ASSERT_EQ(state(), record::RecorderState::recording) << toast();
  for (int i = 0; i < 12; ++i) {
    const int before = step();
    ++model().single_steps;
    ASSERT_TRUE(draw_until([&] { return step() == before + 1; }));
  }
  const fs::path saved = stop();
  EXPECT_EQ(saved.extension(), ".gif");
  const record::DecodedVideo video = record::decode(saved);
  EXPECT_EQ(video.frames, 1 + 3) << "the first, and steps 4, 8 and 12";
  EXPECT_NEAR(video.frames_per_second, 20, 0.5);
}

TEST_F(UiRecording, TheWholeWindowInItsOwnTime) {
  options([](ImGuiTestContext* c) { c->ItemClick("//$FOCUSED/The whole window"); });
  play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
  ASSERT_EQ(state(), record::RecorderState::recording) << toast();
  draw(1);
  const int first = workbench->screens_due();
  ASSERT_GE(first, 1);
  image::Rgb8 screen(1280, 800);
  workbench->take_screen(screen);
  EXPECT_EQ(workbench->screens_due(), 0);
  draw(60);  // a second, as the test counts
  const int second = workbench->screens_due();
  EXPECT_NEAR(second, 30, 2);
  workbench->take_screen(screen);
  const fs::path saved = stop();
  const record::DecodedVideo video = record::decode(saved);
  EXPECT_EQ(video.width, 1280);
  EXPECT_EQ(video.height, 800);
  EXPECT_EQ(video.frames, first + second);
}

}  // namespace
}  // namespace birddream::ui
