#include "ui/hands.h"

#include <imgui_internal.h>

namespace birddream::ui {
namespace {

class UiToasts : public Hands {
 protected:
  static ImRect newest_toast() {
    ImRect found;
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
      if (window->WasActive && std::string(window->Name).starts_with("##toast")) found = window->Rect();
    }
    return found;
  }
};

TEST_F(UiToasts, ALongOneIsWrappedIntoANarrowWindow) {
  begin_with([](Settings& settings) { settings.scale = 3; });
  desk().toasts.warn(
      "holiday.heic: HEIC pictures cannot be read. Save it as JPEG or PNG first, or as a video if it moves.");
  draw(5);
  const ImRect toast = newest_toast();
  ASSERT_GT(toast.GetWidth(), 0);
  EXPECT_GE(toast.Min.x, 0);
  EXPECT_LE(toast.Max.x, ImGui::GetIO().DisplaySize.x);
}

TEST_F(UiToasts, AClickSendsItAway) {
  desk().toasts.say("Saved the picture");
  draw(5);
  const ImVec2 middle = newest_toast().GetCenter();
  play([&](ImGuiTestContext* c) {
    c->MouseMoveToPos(middle);
    c->MouseClick();
  });
  EXPECT_EQ(toast(), "");
}

}  // namespace
}  // namespace birddream::ui
