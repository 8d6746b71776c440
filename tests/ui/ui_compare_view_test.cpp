#include <set>

#include "image/difference.h"
#include "ui/drawn_text.h"
#include "ui/hands.h"

#include <imgui_internal.h>

namespace birddream::ui {
namespace {

/// How two dreams are looked at together. Both are finished, and alike as long as nobody changes A.
class UiCompareView : public Hands {
 protected:
  void SetUp() override {
    begin(2);
    params().steps = 12;
    restart(model());
    play([](ImGuiTestContext* c) { c->ItemClick("//Picture/###compare"); });
    ASSERT_TRUE(both_done());
  }
  bool both_done() {
    return draw_until([this] {
      const engine::Tile* other = other_tile(model());
      const auto& frame = model().frame;
      return frame->generation >= workbench->generation() && frame->phase == engine::Phase::finished &&
             other != nullptr && other->report.step >= 12;
    });
  }
  void show_difference() {
    play([](ImGuiTestContext* c) {
      c->ItemClick("//Picture/##compare_view");
      c->ItemClick("//$FOCUSED/Difference");
    });
    draw(2);
  }
  ImRect canvas() {
    ImRect rect;
    play([&](ImGuiTestContext* c) { rect = c->ItemInfo("//Picture/##picture").RectFull; });
    return rect;
  }
  /// Leftmost place of a colour in the picture's window; below 0: none.
  static float place_of(float share) {
    const auto c = image::difference_colour(share);
    const ImU32 colour = ImGui::ColorConvertFloat4ToU32({c[0], c[1], c[2], 1});
    float place = -1;
    for (const ImDrawVert& vertex : ImGui::FindWindowByName("Picture")->DrawList->VtxBuffer) {
      if (vertex.col == colour) place = place < 0 ? vertex.pos.x : std::min(place, vertex.pos.x);
    }
    return place;
  }
  /// The middle of what is seen with the wipe at one end.
  std::vector<std::uint8_t> middle_at(float wipe, const ImRect& rect) {
    model().compare.wipe = wipe;
    draw(2);
    const image::Rgb8 screen = screenshot();
    std::vector<std::uint8_t> bytes;
    for (int y = static_cast<int>(rect.GetCenter().y) - 100; y < static_cast<int>(rect.GetCenter().y) + 100;
         ++y) {
      const std::uint8_t* row = screen.at(static_cast<int>(rect.GetCenter().x) - 100, y);
      bytes.insert(bytes.end(), row, row + std::ptrdiff_t{3} * 200);
    }
    return bytes;
  }
};

TEST_F(UiCompareView, TheDifferenceHasAColourBarWithItsReach) {
  EXPECT_LT(place_of(1), 0) << "no bar beside a wipe";
  play([](ImGuiTestContext* c) { c->ItemInputValue("//Recipe/##steps", 60); });
  restart(model());
  ASSERT_TRUE(both_done());
  show_difference();
  const std::string text = drawn_text("Picture");
  const auto low = text.find("B+0.");
  const auto high = text.find("A+0.");
  ASSERT_NE(low, std::string::npos) << text;
  ASSERT_NE(high, std::string::npos) << text;
  EXPECT_EQ(text.substr(low + 2, 3), text.substr(high + 2, 3)) << "as far to either side";
  ASSERT_GE(place_of(-1), 0);
  EXPECT_LT(place_of(-1), place_of(0)) << "B's colour at B's end";
  EXPECT_LT(place_of(0), place_of(1));
}

TEST_F(UiCompareView, OfTwoSizesThereIsNoDifferenceAndThatIsSaid) {
  play([](ImGuiTestContext* c) { c->ItemInputValue("//Recipe/##width", 128); });
  ASSERT_EQ(params().width, 128);
  restart(model());
  ASSERT_TRUE(draw_until([this] { return model().frame->report.width == 128; }));
  show_difference();
  EXPECT_TRUE(text_shown("Picture", "The two pictures differ in size: 128 x 64 and 64 x 64."))
      << drawn_text("Picture");
  EXPECT_LT(place_of(1), 0);
}

TEST_F(UiCompareView, EachHasItsSideOfTheWipeAndTheyBlinkInTurn) {
  params().width = 96;  // what is painted there is wider, B's is drawn over it as wide
  restart(model());
  ASSERT_TRUE(both_done());
  const ImRect rect = canvas();
  const auto a = middle_at(1, rect), b = middle_at(0, rect);
  ASSERT_NE(a, b);
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Picture/##compare_view");
    c->ItemClick("//$FOCUSED/Blink");
  });
  ASSERT_TRUE(both_done());
  std::set<std::string> seen;
  const auto text = [](const std::vector<std::uint8_t>& bytes) {
    return std::string(bytes.begin(), bytes.end());
  };
  ASSERT_TRUE(draw_until([&] {
    seen.insert(text(middle_at(0.5F, rect)));
    return seen.size() > 1;
  }));
  EXPECT_TRUE(seen == (std::set{text(a), text(b)}));
}

TEST_F(UiCompareView, BothAreZoomedAndMovedTogether) {
  const ImRect rect = canvas();
  const auto fitted = middle_at(1, rect);
  EXPECT_EQ(middle_at(0, rect), fitted) << "alike, one over the other";
  play([&](ImGuiTestContext* c) {
    c->MouseMoveToPos({rect.Min.x + 0.3F * rect.GetWidth(), rect.Min.y + 0.3F * rect.GetHeight()});
    c->MouseWheelY(3);
    c->MouseDragWithDelta({35, -20});
    c->MouseMoveToPos({1, 1});
  });
  EXPECT_FALSE(model().view.fit);
  EXPECT_EQ(model().compare.wipe, 0) << "the hand was not at the wipe";
  const auto moved = middle_at(1, rect);
  EXPECT_NE(moved, fitted);
  EXPECT_EQ(middle_at(0, rect), moved);
}

}  // namespace
}  // namespace birddream::ui
