#include "ui/hands.h"

namespace birddream::ui {
namespace {

using UiPrecision = Hands;

TEST_F(UiPrecision, IsSwitchedLiveRememberedAndUndone) {
  ASSERT_TRUE(draw_until([this] { return step() > 2; }));
  const int restarts = painting->restarts;
  const auto computes_in = [this](const char* precision) {
    return draw_until([&] { return model().info.precision == precision; });
  };
  EXPECT_TRUE(computes_in("bfloat16"));
  play([](ImGuiTestContext* c) { c->MenuClick("##MainMenuBar/Dream/Compute in float32"); });
  EXPECT_TRUE(computes_in("float32"));
  EXPECT_EQ(workbench->settings().precision, "float32");
  play([](ImGuiTestContext* c) {
    c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_P);
    c->Yield(3);
    c->KeyCharsReplaceEnter("LibTorch");
  });
  EXPECT_TRUE(computes_in("plain"));
  EXPECT_EQ(desk().timeline().changes().size(), 3U);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  EXPECT_TRUE(computes_in("float32"));
  play([](ImGuiTestContext* c) { c->MenuClick("##MainMenuBar/Dream/Compute in the fastest precision"); });
  EXPECT_TRUE(computes_in("bfloat16"));
  EXPECT_EQ(painting->restarts, restarts) << "the dream lives on";
}

}  // namespace
}  // namespace birddream::ui
