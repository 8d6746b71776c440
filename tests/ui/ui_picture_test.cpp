#include "ui/hands.h"

namespace birddream::ui {
namespace {

using Ui = Hands;

TEST_F(Ui, ZoomAndFitObeyWheelAndKeys) {
  const float fitted = model().view.zoom;
  play([](ImGuiTestContext* c) {
    c->MouseMove("//Picture/##picture");
    c->MouseWheelY(2);
  });
  EXPECT_GT(model().view.zoom, fitted);
  EXPECT_FALSE(model().view.fit);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_1); });
  EXPECT_FLOAT_EQ(model().view.zoom, 1);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_F); });
  EXPECT_FLOAT_EQ(model().view.zoom, fitted);
  play([](ImGuiTestContext* c) { c->ItemDragWithDelta("//Picture/##picture", {40, 0}); });
  EXPECT_FALSE(model().view.fit);
}

TEST_F(Ui, TheLineBetweenRawAndStretchedIsDragged) {
  play([](ImGuiTestContext* c) { c->ItemClick("//Picture/Split"); });
  EXPECT_EQ(model().view.mode, gl::DisplayMode::split);
  play([](ImGuiTestContext* c) {
    const ImGuiTestItemInfo item = c->ItemInfo("//Picture/##picture");
    const ImVec2 middle = item.RectFull.GetCenter();
    c->MouseMoveToPos(middle);
    c->MouseDown();
    c->MouseMoveToPos({middle.x + 0.25F * item.RectFull.GetWidth(), middle.y});
    c->MouseUp();
  });
  EXPECT_NEAR(model().view.wipe, 0.75F, 0.01F);
  EXPECT_TRUE(model().view.fit);  // the picture stayed where it was
}

}  // namespace
}  // namespace birddream::ui
