#include <atomic>
#include <fstream>

#include "record/video_reader.h"
#include "ui/drawn_text.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

class UiClosing : public Hands {
 protected:
  void SetUp() override {}
  /// A training that goes on until it is asked to end, and then as `at_end` says.
  void begin_training(const std::string& at_end) {
    const fs::path program = folder / "teacher.sh";
    std::ofstream(program) << "#!/bin/sh\ntrap '" << at_end << "' INT\ntouch \"$5/begun\"\n"
                           << "while :; do sleep 0.01; done\n";
    fs::permissions(program, fs::perms::owner_all);
    begin_with([&](Settings& settings) { settings.program = program; });
    model().school.photos = folder.path().string();
    model().school.out = (folder / "out").string();
    play([](ImGuiTestContext* c) {
      c->KeyPress(ImGuiKey_H);
      c->ItemClick("//Training/Start training");
    });
    ASSERT_TRUE(draw_until([this] { return fs::exists(folder / "out" / "begun"); })) << toast();
  }
};

TEST_F(UiClosing, WithNothingUnderWayItIsOverAtOnce) {
  begin(1);
  EXPECT_FALSE(workbench->has_closed());
  workbench->close();
  EXPECT_TRUE(workbench->has_closed());
}

TEST_F(UiClosing, TheWindowGoesOnWhileATrainingEnds) {
  begin_training("while [ ! -e \"" + (folder / "go").string() + "\" ]; do sleep 0.01; done; exit 130");
  workbench->close();
  const int before = step();
  ASSERT_TRUE(draw_until([&] { return step() > before + 5; })) << "the dream goes on";
  EXPECT_FALSE(workbench->has_closed());
  EXPECT_TRUE(draw_until([] { return text_shown("Closing", "The training keeps what it has learnt."); }));
  EXPECT_TRUE(workbench->is_lively());
  std::ofstream(folder / "go") << "now";
  EXPECT_TRUE(draw_until([this] { return workbench->has_closed(); }));
}

TEST_F(UiClosing, WhatDoesNotEndIsEndedByTheUser) {
  begin_training("");
  workbench->close();
  draw(30);
  EXPECT_FALSE(workbench->has_closed());
  play([](ImGuiTestContext* c) { c->ItemClick("//Closing/Close now"); });
  EXPECT_TRUE(draw_until([this] { return workbench->has_closed(); }));
}

TEST_F(UiClosing, WhatDoesNotEndIsEndedAfterHalfAMinute) {
  begin_training("");
  workbench->close();
  draw(60 * 31);  // as the test counts time
  EXPECT_TRUE(draw_until([this] { return workbench->has_closed(); }));
}

TEST_F(UiClosing, ADiskThatDoesNotAnswerIsNamedAndLeft) {
  begin(1);
  std::atomic<bool> answers{false};
  desk().background.run(
      [&]() -> Background::Then {
        while (!answers) std::this_thread::yield();
        return {};
      },
      "/photos/gone.png");
  workbench->close();
  draw(60 * 29);  // as the test counts time
  EXPECT_TRUE(text_shown("Closing", "Files are being written."));
  EXPECT_FALSE(text_shown("Closing", "Close now")) << "as a rule it takes a moment";
  draw(60 * 2);
  EXPECT_FALSE(workbench->has_closed()) << "not without being asked";
  EXPECT_TRUE(text_shown("Closing", "/photos/gone.png does not answer.")) << drawn_text("Closing");
  bool closed = false;
  play([&](ImGuiTestContext* c) {
    c->ItemClick("//Closing/Close now");
    c->Yield(2);
    closed = workbench->has_closed();
    static_cast<void>(workbench->end());  // does not wait either
    answers = true;                       // play() does
  });
  EXPECT_TRUE(closed);
  EXPECT_TRUE(workbench->left_a_disk());
}

TEST_F(UiClosing, ARecordingIsWrittenWhileTheWindowGoesOn) {
  begin(1);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_V); });
  ASSERT_TRUE(draw_until([this] { return desk().saver.recorder().status().taken >= 5; }));
  workbench->close();
  ASSERT_TRUE(draw_until([this] { return workbench->has_closed(); }));
  draw(1);
  const fs::path file = desk().saver.recorder().status().result;
  EXPECT_NE(toast().find(file.string()), std::string::npos) << toast();
  EXPECT_GE(record::decode(file).frames, 5);
  EXPECT_FALSE(workbench->end()) << "it was told already";
}

TEST_F(UiClosing, WhatTheDiskRefusesInTheLastMomentIsStillSaid) {
  begin(1);
  std::ofstream(folder / "saved") << "in the way";
  snapshot(desk());
  ::testing::internal::CaptureStderr();
  workbench->close();
  ASSERT_TRUE(draw_until([this] { return workbench->has_closed(); }));
  EXPECT_NE(::testing::internal::GetCapturedStderr().find("saved"), std::string::npos);
}

}  // namespace
}  // namespace birddream::ui
