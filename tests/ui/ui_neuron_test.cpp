#include "ui/hands.h"

namespace birddream::ui {
namespace {

using recipe::ObjectiveKind;

class UiNeuron : public Hands {
 protected:
  void SetUp() override {
    begin(1);
    params().targets = {{ObjectiveKind::neuron, "", "inception_4c", 7, 1.0F}};
    ASSERT_TRUE(obeyed());
  }
};

TEST_F(UiNeuron, IsPickedInTheFieldOfItsLayer) {
  const std::uint64_t dream = model().frame->dream;
  play([](ImGuiTestContext* c) {
    const ImRect field = c->ItemInfo("//Recipe/$$0/##neuron").RectFull;
    c->MouseMoveToPos({field.Min.x + 0.25F * field.GetWidth(), field.Min.y + 0.75F * field.GetHeight()});
    c->MouseClick();
  });
  EXPECT_NEAR(params().targets[0].across, 0.25F, 0.02F);
  EXPECT_NEAR(params().targets[0].down, 0.75F, 0.02F);
  EXPECT_TRUE(draw_until([&] { return painting->used().targets == params().targets; }));
  EXPECT_EQ(model().frame->dream, dream) << "the dream lives on";
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/$$0/##neuron", ImGuiMouseButton_Right); });
  EXPECT_EQ(params().targets[0].across, 0.5F);
  EXPECT_EQ(params().targets[0].down, 0.5F);
}

TEST_F(UiNeuron, IsPickedOnThePictureWithCtrl) {
  const auto click = [](bool ctrl) {
    return [ctrl](ImGuiTestContext* c) {
      const ImVec2 middle = c->ItemInfo("//Picture/##picture").RectFull.GetCenter();
      c->MouseMoveToPos({middle.x + 40, middle.y - 60});
      if (ctrl) c->KeyDown(ImGuiMod_Ctrl);
      c->MouseClick();
      if (ctrl) c->KeyUp(ImGuiMod_Ctrl);
    };
  };
  play(click(false));
  EXPECT_EQ(params().targets[0].across, 0.5F) << "a plain click is for panning";
  play(click(true));
  const float zoom = model().view.zoom;  // screen pixels a picture pixel, of 64
  EXPECT_NEAR(params().targets[0].across, 0.5F + 40 / zoom / 64, 0.02F);
  EXPECT_NEAR(params().targets[0].down, 0.5F - 60 / zoom / 64, 0.02F);
  EXPECT_TRUE(model().view.fit) << "the picture stayed";
}

}  // namespace
}  // namespace birddream::ui
