#include "ui/drawn_text.h"
#include "ui/hands.h"

#include <imgui_internal.h>

namespace birddream::ui {
namespace {

constexpr const char* title = "Who recognises whose dream";

class UiCrossNarrow : public Hands {
 protected:
  void SetUp() override {
    begin_with([](Settings& settings) { settings.scale = 3; }, 5);
    params().steps = 4;
    model().show_filmstrip = true;
    restart(model());
    ask_who_recognises(model());
    ASSERT_TRUE(draw_until([this] {
      if (!model().beside) return false;
      const auto& shares = model().beside->cross.shares;
      return shares.size() == 25 && std::ranges::min(shares) >= 0;
    }));
    draw(3);
  }
  static int count(const std::string& word) {
    const std::string text = drawn_text(title);
    int found = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
    return found;
  }
  static ImVec2 middle_of_the_table() {
    for (const ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
      if (window->WasActive && std::string(window->Name).starts_with(std::string(title) + "/##cross"))
        return window->InnerRect.GetCenter();
    }
    return ImGui::FindWindowByName(title)->InnerRect.GetCenter();
  }
};

TEST_F(UiCrossNarrow, ItsLastColumnAndRowCanBeReached) {
  const ImVec2 middle = middle_of_the_table();
  play([&](ImGuiTestContext* c) {
    c->MouseMoveToPos(middle);
    for (int i = 0; i < 10; ++i) c->MouseWheelX(-5);
    for (int i = 0; i < 10; ++i) c->MouseWheelY(-5);
    c->Yield(3);
  });
  EXPECT_EQ(count("epoch4"), 2) << "as the one that dreamt and as the one that sees: " << drawn_text(title);
  EXPECT_TRUE(text_shown(title, "dreamt by")) << "the heads stay in sight";
}

TEST_F(UiCrossNarrow, TheWindowAndItsButtonLieInTheMainOne) {
  const ImVec2 room = ImGui::GetIO().DisplaySize;
  const ImRect window = ImGui::FindWindowByName(title)->Rect();
  EXPECT_GE(window.Min.x, 0);
  EXPECT_LE(window.Max.x, room.x);
  EXPECT_LE(window.Max.y, room.y);
  ImRect button;
  play(
      [&](ImGuiTestContext* c) { button = c->ItemInfo("//Who recognises whose dream/Look again").RectFull; });
  EXPECT_GT(button.GetWidth(), 0);
  EXPECT_LE(button.Max.y, room.y);
}

}  // namespace
}  // namespace birddream::ui
