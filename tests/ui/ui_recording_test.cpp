#include <atomic>
#include <fstream>

#include "record/video_reader.h"
#include "record/video_writer.h"
#include "ui/drawn_text.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

class UiRecording : public Hands {
 protected:
  record::RecorderState state() { return desk().saver.recorder().status().state; }
  /// Begins by the button; its encoder is opened behind the window.
  void begin() {
    play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
    ASSERT_TRUE(draw_until([this] { return !desk().recording_begins; }));
    ASSERT_EQ(state(), record::RecorderState::recording) << toast();
  }
  /// Stops by the button and waits; what was saved.
  fs::path stop() {
    play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
    EXPECT_TRUE(draw_until([this] { return state() == record::RecorderState::idle; }));
    return desk().saver.recorder().status().result;
  }
  void options(const std::function<void(ImGuiTestContext*)>& hands) {
    play([&](ImGuiTestContext* c) {
      c->ItemClick("//##transport/###record_how");
      hands(c);
      c->KeyPress(ImGuiKey_Escape);
    });
  }
};

TEST_F(UiRecording, EveryFewStepsAsAGif) {
  options([](ImGuiTestContext* c) {
    c->ItemClick("//$FOCUSED/GIF");
    c->ItemInputValue("//$FOCUSED/##every", 4);
    c->ItemInputValue("//$FOCUSED/##rate", 20);
  });
  EXPECT_EQ(desk().settings.record.every, 4);
  params().steps = 40;
  restart(model());
  model().run = false;
  ASSERT_TRUE(obeyed());
  begin();
  for (int i = 0; i < 12; ++i) {
    const int before = step();
    ++model().single_steps;
    ASSERT_TRUE(draw_until([&] { return step() == before + 1; }));
  }
  const fs::path saved = stop();
  EXPECT_EQ(saved.extension(), ".gif");
  const record::DecodedVideo video = record::decode(saved);
  EXPECT_EQ(video.frames, 1 + 3) << "the first, and steps 4, 8 and 12";
  EXPECT_NEAR(video.frames_per_second, 20, 0.5);
}

TEST_F(UiRecording, TheWholeWindowInItsOwnTime) {
  options([](ImGuiTestContext* c) { c->ItemClick("//$FOCUSED/The whole window"); });
  begin();
  draw(10);  // the first one comes late
  const auto first = static_cast<std::size_t>(workbench->recording().screens_due());
  ASSERT_GT(first, 3U);
  while (workbench->recording().screens_due() > 0)
    workbench->recording().take_screen(image::Rgb8(1280, 800, 60));
  draw(60);  // a second, as the test counts, in which nobody could take any
  const auto second = static_cast<std::size_t>(workbench->recording().screens_due());
  EXPECT_NEAR(static_cast<double>(second), 30, 2);
  workbench->recording().take_screen(image::Rgb8(1280, 800, 200));
  EXPECT_EQ(workbench->recording().screens_due(), 0);
  draw(30);
  const fs::path saved = stop();
  const record::DecodedVideo video = record::decode(saved);
  EXPECT_EQ(video.width, 1280);
  EXPECT_EQ(video.height, 800);
  ASSERT_GE(video.pictures.size(), first + second + 14) << "and the half second before the stop";
  const std::size_t change = first + second - 1;
  EXPECT_NEAR(video.pictures[change - 1].at(640, 400)[1], 60, 6) << "what was missed looked like that";
  EXPECT_NEAR(video.pictures[change].at(640, 400)[1], 200, 6);
  EXPECT_NEAR(video.pictures.back().at(640, 400)[1], 200, 6);
  EXPECT_EQ(desk().saver.recorder().status().written, static_cast<std::int64_t>(video.pictures.size()));
}

TEST_F(UiRecording, ShiftVRecordsTheWindowThisOnce) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Shift | ImGuiKey_V); });
  ASSERT_EQ(state(), record::RecorderState::recording) << toast();
  EXPECT_TRUE(desk().recorded.window);
  EXPECT_FALSE(desk().settings.record.window);
  draw(1);
  ASSERT_GE(workbench->recording().screens_due(), 1);
  workbench->recording().take_screen(image::Rgb8(1280, 800));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Shift | ImGuiKey_V); });
  ASSERT_TRUE(draw_until([this] { return state() == record::RecorderState::idle; }));
  EXPECT_EQ(record::decode(desk().saver.recorder().status().result).width, 1280);
}

TEST_F(UiRecording, AsWebM) {
  options([](ImGuiTestContext* c) { c->ItemClick("//$FOCUSED/WebM"); });
  play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
  ASSERT_TRUE(draw_until([this] { return desk().saver.recorder().status().taken >= 5; })) << toast();
  const fs::path saved = stop();
  EXPECT_EQ(saved.extension(), ".webm");
  EXPECT_GE(record::decode(saved).frames, 5);
}

TEST_F(UiRecording, EveryStepIsInItHoweverFastTheDreamGoes) {
  painting->step_milliseconds = 0;
  params().steps = 300;
  restart(model());
  model().run = false;
  ASSERT_TRUE(obeyed());
  begin();
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Space); });
  ASSERT_TRUE(draw_until([this] { return step() == 300; }));
  const fs::path saved = stop();
  EXPECT_EQ(desk().saver.recorder().status().dropped, 0);
  EXPECT_EQ(record::decode(saved).frames, 301) << "the start and every step";
}

TEST_F(UiRecording, WhatIsLostIsCountedWhereItIsSeen) {
  begin();
  desk().saver.recorder().count_lost(3);
  draw(2);
  EXPECT_TRUE(text_shown("##transport", "3 dropped")) << drawn_text("##transport");
  const fs::path saved = stop();
  draw(2);
  EXPECT_EQ(toast(), "Saved " + saved.string() + " (3 pictures dropped)");
}

TEST_F(UiRecording, AFailureIsSaidAndTheDreamGoesOn) {
  options([](ImGuiTestContext* c) { c->ItemClick("//$FOCUSED/PNGs"); });
  model().run = false;
  ASSERT_TRUE(obeyed());
  begin();
  ASSERT_TRUE(draw_until([this] { return desk().saver.recorder().status().written == 1; }));
  fs::path frames;
  for (const auto& entry : fs::directory_iterator(folder / "saved")) frames = entry.path();
  fs::remove_all(frames);
  std::ofstream(frames) << "in the way";
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Space); });
  ASSERT_TRUE(draw_until([this] { return state() == record::RecorderState::failed; }));
  draw(2);
  EXPECT_NE(toast().find(frames.filename().string()), std::string::npos) << toast();
  const int before = step();
  EXPECT_TRUE(draw_until([&] { return step() > before; }));
  play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
  EXPECT_EQ(state(), record::RecorderState::recording) << "another one can begin: " << toast();
}

TEST_F(UiRecording, AFailureIsNoticedWhileNobodyLooks) {
  options([](ImGuiTestContext* c) { c->ItemClick("//$FOCUSED/PNGs"); });
  model().run = false;
  ASSERT_TRUE(obeyed());
  play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
  ASSERT_TRUE(draw_until([this] { return desk().saver.recorder().status().written == 1; }));
  const fs::path frames = fs::directory_iterator(folder / "saved")->path();
  fs::remove_all(frames);
  std::ofstream(frames) << "in the way";
  model().run = true;
  draw(1);
  const std::uint64_t asked = workbench->generation();
  for (int i = 0; i < 20000 && workbench->generation() == asked; ++i) {
    workbench->go_on_unseen(1000);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(state(), record::RecorderState::failed);
  EXPECT_GT(workbench->generation(), asked) << "the engine keeps no more pictures for it";
  EXPECT_NE(toast().find(frames.filename().string()), std::string::npos) << toast();
}

TEST_F(UiRecording, OneThatWasCutShortIsFoundAtTheNextStart) {
  begin_with([](Settings& settings) {
    fs::create_directories(settings.save_folder);
    const fs::path file = settings.save_folder / "x.mp4";
    auto writer = record::VideoWriter::open(file, {64, 64, 10});
    ASSERT_TRUE(writer) << writer.error().message;
    for (int i = 0; i < 200; ++i)
      ASSERT_TRUE((*writer)->add(image::Rgb8(64, 64, static_cast<std::uint8_t>(i))));
    // As a killed program leaves it.
    fs::copy_file(settings.save_folder / "x.birddream.part.mp4",
                  settings.save_folder / "heron.birddream.part.mp4");
  });
  settle();  // the window does not wait for it
  const fs::path own = folder / "saved" / "heron-cut-short.mp4";
  EXPECT_NE(toast().find(own.string()), std::string::npos) << toast();
  EXPECT_GE(record::decode(own).frames, 10);
}

TEST_F(UiRecording, ItsEncoderIsOpenedInTheBackground) {
  const std::uint64_t recordings = desk().recordings;
  toggle_recording(desk());
  EXPECT_TRUE(desk().background.busy());
  EXPECT_FALSE(is_recording(desk())) << "nothing is brought to it before it is counted";
  toggle_recording(desk());
  EXPECT_EQ(toast(), "The recording is about to begin.");
  settle();
  EXPECT_TRUE(is_recording(desk()));
  EXPECT_EQ(desk().recordings, recordings + 1);
}

TEST_F(UiRecording, WhatIsDreamtWhileItsEncoderIsOpenedIsInIt) {
  params().steps = 40;
  restart(model());
  model().run = false;
  ASSERT_TRUE(obeyed());
  std::atomic<bool> opens{false};
  desk().background.run([&]() -> Background::Then {
    while (!opens) std::this_thread::yield();
    return {};
  });
  toggle_recording(desk());
  ASSERT_TRUE(obeyed());
  const int first = step();
  model().single_steps += 6;
  EXPECT_TRUE(draw_until([&] { return step() == first + 6; }));
  EXPECT_FALSE(is_recording(desk()));
  opens = true;
  settle();
  const fs::path saved = stop();
  EXPECT_EQ(record::decode(saved).frames, 1 + 6) << "the picture as it was, and every step";
}

TEST_F(UiRecording, TheWindowsEndFinishesIt) {
  EXPECT_FALSE(workbench->recording().end()) << "there is none";
  play([](ImGuiTestContext* c) { c->ItemClick("//##transport/###record"); });
  ASSERT_TRUE(draw_until([this] { return desk().saver.recorder().status().taken >= 5; }));
  const auto ended = workbench->recording().end();
  ASSERT_TRUE(ended);
  ASSERT_TRUE(*ended) << ended->error().message;
  EXPECT_GE(record::decode(**ended).frames, 5);
}

}  // namespace
}  // namespace birddream::ui
