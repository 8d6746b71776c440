#include "ui/drawn_text.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

class UiTransport : public Hands {
 protected:
  void begin_scaled(float scale) {
    begin_with([=](Settings& settings) { settings.scale = scale; });
    params().octaves = 4;
    restart(model());
    ASSERT_TRUE(obeyed());
  }
  void record(RecordFormat format) {
    desk().settings.record.format = format;
    play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
    ASSERT_TRUE(draw_until([this] { return desk().saver.recorder().status().taken >= 3; })) << toast();
    draw(2);
  }
  /// Whether every button of the bar lies inside the window, and none on another.
  void expect_buttons_apart() {
    std::vector<ImRect> places;
    play([&](ImGuiTestContext* c) {
      for (const char* name : {"restart", "run", "step", "endless", "record", "record_how", "snapshot"})
        places.push_back(c->ItemInfo((std::string("//##transport/###") + name).c_str()).RectFull);
    });
    float free_from = 0;
    for (const ImRect& place : places) {
      EXPECT_GE(place.Min.x, free_from);
      EXPECT_LE(place.Max.x, ImGui::GetIO().DisplaySize.x);
      free_from = place.Max.x;
    }
  }
};

TEST_F(UiTransport, StopAndSnapshotStayInANarrowWindow) {
  begin_scaled(3);
  expect_buttons_apart();
  EXPECT_TRUE(text_shown("##transport", "Step"));
  record(RecordFormat::mp4);
  expect_buttons_apart();
  play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
  EXPECT_TRUE(
      draw_until([this] { return desk().saver.recorder().status().state == record::RecorderState::idle; }));
}

TEST_F(UiTransport, ALongPathOfPicturesIsShortenedBeforeAButtonGoes) {
  begin_scaled(2);
  record(RecordFormat::pictures);
  expect_buttons_apart();
  EXPECT_TRUE(text_shown("##transport", "00:0")) << drawn_text("##transport");
}

TEST_F(UiTransport, WhereThereIsRoomEverythingIsTold) {
  begin_scaled(1);
  record(RecordFormat::mp4);
  EXPECT_TRUE(text_shown("##transport", desk().saver.recorder().status().message))
      << drawn_text("##transport");
  for (const char* text : {"Octave", "Stop", "Snapshot", "/ 100000"})
    EXPECT_TRUE(text_shown("##transport", text)) << drawn_text("##transport");
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Space); });
  EXPECT_TRUE(draw_until([] { return text_shown("##transport", "paused"); }));
}

}  // namespace
}  // namespace birddream::ui
