#include "image/png.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

class UiGallery : public Hands {
 protected:
  void SetUp() override {
    begin(3);
    kept_ = desk().settings.gallery_folder;
    painting->step_milliseconds = 0;
    params().steps = 3;
    restart(model());
    ASSERT_TRUE(obeyed());
    play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_G); });
  }
  std::size_t kept(const std::string& layer) const {
    std::error_code none;
    const fs::path there = kept_ / "0123456789abcdef" / layer;
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(there, none), {}));
  }

  fs::path kept_;
};

TEST_F(UiGallery, ChannelsInSightAreDreamtAndKeptAlthoughTheMainDreamIsOver) {
  ASSERT_TRUE(window_shown("Gallery"));
  EXPECT_TRUE(draw_until([this] { return kept("inception_4d") >= 12; }));
  const auto picture = image::read_png(kept_ / "0123456789abcdef" / "inception_4d" / "0.png");
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->picture.width, Gallery::side);
  EXPECT_EQ(step(), 3) << "the main dream is as it was";
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_G); });
  EXPECT_FALSE(window_shown("Gallery"));
  EXPECT_TRUE(draw_until([this] { return model().beside->tiles.empty(); }));
}

TEST_F(UiGallery, AClickDreamsOfThatChannel) {
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Gallery/##gallery_layer");
    c->ItemClick("//$FOCUSED/inception_3a");
    c->ItemClick("//Gallery/**/##channel7");
  });
  ASSERT_EQ(params().targets.size(), 1U);
  EXPECT_EQ(params().targets[0].kind, recipe::ObjectiveKind::channel);
  EXPECT_EQ(params().targets[0].layer, "inception_3a");
  EXPECT_EQ(params().targets[0].channel, 7);
  EXPECT_TRUE(draw_until([this] { return kept("inception_3a") >= 8; }));
}

}  // namespace
}  // namespace birddream::ui
