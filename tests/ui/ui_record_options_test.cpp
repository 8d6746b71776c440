#include "ui/hands.h"

#include <imgui_internal.h>

namespace birddream::ui {
namespace {

class UiRecordOptions : public Hands {
 protected:
  /// While `hands` play, the popup is open.
  void in_options(const std::function<void(ImGuiTestContext*)>& hands) {
    play([&](ImGuiTestContext* c) {
      c->ItemClick("//##transport/###record_how");
      hands(c);
    });
  }
  static int popups() { return ImGui::GetCurrentContext()->OpenPopupStack.Size; }
};

TEST_F(UiRecordOptions, ARecordingGoesOnAsItBegan) {
  desk().settings.record.window = true;
  in_options([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_V); });
  ASSERT_EQ(desk().saver.recorder().status().state, record::RecorderState::recording) << toast();
  draw(2);
  EXPECT_EQ(popups(), 0) << "there is nothing to choose any more";
  while (workbench->recording().screens_due() > 0)
    workbench->recording().take_screen(image::Rgb8(1280, 800, 60));
  draw(60);  // a second, as the test counts
  desk().settings.record.frames_per_second = 60;
  EXPECT_NEAR(static_cast<double>(workbench->recording().screens_due()), 30, 2) << "at the rate of its file";
  desk().settings.record.window = false;
  draw(1);
  EXPECT_GT(workbench->recording().screens_due(), 0) << "and it is still of the window";
}

}  // namespace
}  // namespace birddream::ui
