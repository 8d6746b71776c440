#include <atomic>

#include "image/png.h"
#include "ui/drawn_text.h"
#include "ui/hands.h"
#include "ui/training_axis.h"

#include <imgui_internal.h>

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

class UiGallery : public Hands {
 protected:
  void SetUp() override {
    begin_closed();
    play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_G); });
  }
  void begin_closed() {
    begin(3);
    kept_ = desk().settings.gallery_folder;
    painting->step_milliseconds = 0;
    params().steps = 3;
    restart(model());
    ASSERT_TRUE(obeyed());
    ASSERT_TRUE(draw_until([this] { return step() == 3; }));
  }
  /// Pictures in the window, of the frame before.
  static int pictures_shown() {
    int count = 0;
    const ImTextureID letters = ImGui::GetIO().Fonts->TexRef.GetTexID();
    for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists) {
      if (!std::string(list->_OwnerName).starts_with("Gallery/")) continue;
      for (const ImDrawCmd& command : list->CmdBuffer) count += command.GetTexID() == letters ? 0 : 1;
    }
    return count;
  }
  bool all_dreamt() {
    return draw_until(
        [] { return text_shown("Gallery", "a click dreams of one") && pictures_shown() >= 12; });
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

TEST_F(UiGallery, WhatIsKeptIsReadInTheBackgroundAndNotDreamtAgain) {
  ASSERT_TRUE(all_dreamt());
  settle();
  begin_closed();
  const int restarts = painting->restarts;
  std::atomic<bool> disk_answers{false};
  hold_disk(disk_answers);
  model().show_gallery = true;
  draw(20);
  EXPECT_EQ(pictures_shown(), 0) << "the window does not wait for the disk";
  disk_answers = true;
  ASSERT_TRUE(all_dreamt());
  EXPECT_EQ(painting->restarts, restarts) << "and nothing was dreamt meanwhile";
}

TEST_F(UiGallery, TheLastLayerIsOfSpecies) {
  painting->logits = 40;  // more than the series has names for
  move_to(model(), 1);    // as soon as another network is there, its layers are told
  ASSERT_TRUE(draw_until([this] { return model().info.layers.back().name == "logits"; }));
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Gallery/##gallery_layer");
    c->ItemClick("//$FOCUSED/logits");
  });
  EXPECT_TRUE(draw_until([this] { return kept("logits") >= 8; }));
  EXPECT_TRUE(text_shown("Gallery", "32 channels")) << drawn_text("Gallery");
  EXPECT_TRUE(text_shown("Gallery", "spoonbill")) << drawn_text("Gallery");
  play([](ImGuiTestContext* c) { c->ItemClick("//Gallery/**/##channel3"); });
  EXPECT_EQ(species_of(params()), "macaw");
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

TEST_F(UiGallery, TheBirdComesBackAfterAChannelWithTheNextRecipe) {
  ASSERT_EQ(species_of(params()), "flamingo");
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Gallery/**/##channel7");
    c->ItemClick("//Recipe/##preset");
    c->ItemClick("//$FOCUSED/##birds");
  });
  EXPECT_EQ(species_of(params()), "flamingo");
}

TEST_F(UiGallery, NothingIsDreamtForItWhileTheTrainingPlays) {
  painting->step_milliseconds = 2;
  model().steps_a_tick = 4000;
  play_training(model(), desk().series, true);
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Gallery/##gallery_layer");
    c->ItemClick("//$FOCUSED/inception_3a");
  });
  ASSERT_TRUE(draw_until([this] { return model().checkpoint.share > 0.1F; }));
  ASSERT_TRUE(model().training_plays);
  EXPECT_EQ(kept("inception_3a"), 0U);
  painting->step_milliseconds = 0;
  play_training(model(), desk().series, false);
  EXPECT_TRUE(draw_until([this] { return kept("inception_3a") >= 8; }));
}

}  // namespace
}  // namespace birddream::ui
