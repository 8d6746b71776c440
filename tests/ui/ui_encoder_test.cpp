#include <cstdlib>

#include "record/video_reader.h"
#include "ui/drawn_text.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

/// On a machine whose libavcodec lacks encoders (app/no_encoders).
class UiEncoder : public Hands {
 protected:
  void record_without(const char* encoders) {
    setenv("NO_ENCODERS", encoders, 1);
    play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
    unsetenv("NO_ENCODERS");
    ASSERT_TRUE(draw_until([this] { return desk().saver.recorder().status().taken >= 3; })) << toast();
    draw(2);
  }
  std::filesystem::path stop() {
    play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
    EXPECT_TRUE(
        draw_until([this] { return desk().saver.recorder().status().state == record::RecorderState::idle; }));
    return desk().saver.recorder().status().result;
  }
};

TEST_F(UiEncoder, WithoutH264TheWindowNamesWhatItTookInstead) {
  record_without("libx264,libopenh264");
  EXPECT_NE(toast().find("MPEG-4 (mpeg4)"), std::string::npos) << toast();
  EXPECT_TRUE(text_shown("##transport", "MPEG-4 (mpeg4)")) << drawn_text("##transport");
  EXPECT_EQ(record::decode(stop()).codec, "mpeg4");
}

TEST_F(UiEncoder, WithoutAnyItNamesThePicturesAndTheirFolder) {
  record_without("libx264,libopenh264,mpeg4");
  EXPECT_NE(toast().find("no video encoder found"), std::string::npos) << toast();
  EXPECT_TRUE(text_shown("##transport", "encoder found)")) << drawn_text("##transport");
  const auto frames = stop();
  EXPECT_TRUE(std::filesystem::exists(frames / "000001.png")) << frames;
}

}  // namespace
}  // namespace birddream::ui
