#include "image/png.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

using recipe::StartKind;

class UiStart : public Hands {
 protected:
  void pick_start(const char* name) {
    play([=](ImGuiTestContext* c) {
      c->ItemClick("//Recipe/##start");
      c->ItemClick((std::string("//$FOCUSED/") + name).c_str());
    });
  }
  /// Whether a new dream has begun, with the parameters as they are.
  bool begun_anew(int restarts) {
    return draw_until(
        [&] { return painting->restarts > restarts && painting->used() == params() && step() > 0; });
  }
};

TEST_F(UiStart, NoiseAndGradientArePickedAndHowFarTheyGo) {
  int restarts = painting->restarts;
  pick_start("Noise");
  EXPECT_EQ(params().start, StartKind::noise);
  EXPECT_TRUE(begun_anew(restarts));
  restarts = painting->restarts;
  play([](ImGuiTestContext* c) { c->ItemInputValue("//Recipe/##start_contrast", 0.5F); });
  EXPECT_FLOAT_EQ(params().start_contrast, 0.5F);
  EXPECT_TRUE(begun_anew(restarts));
  restarts = painting->restarts;
  pick_start("Gradient");
  EXPECT_EQ(params().start, StartKind::gradient);
  EXPECT_TRUE(begun_anew(restarts));
  restarts = painting->restarts;
  pick_start("Gray");
  EXPECT_EQ(params().start, StartKind::gray);
  EXPECT_TRUE(begun_anew(restarts));
}

TEST_F(UiStart, APhotoIsBlurredAndTakenAwayAgain) {
  const auto photo = folder / "garden.png";
  ASSERT_TRUE(image::write_png(photo, image::Rgb8(64, 64, 90)));
  drop({photo});
  ASSERT_EQ(params().start, StartKind::photo);
  int restarts = painting->restarts;
  play([](ImGuiTestContext* c) { c->ItemInputValue("//Recipe/##start_blur", 8.0F); });
  EXPECT_FLOAT_EQ(params().start_blur, 8);
  EXPECT_TRUE(begun_anew(restarts));
  EXPECT_EQ(painting->used().start_photo, photo.string());
  restarts = painting->restarts;
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/###no_photo"); });
  EXPECT_EQ(params().start, StartKind::gray);
  EXPECT_TRUE(params().start_photo.empty());
  EXPECT_TRUE(begun_anew(restarts));
}

}  // namespace
}  // namespace birddream::ui
