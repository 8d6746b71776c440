#include "ui/hands.h"

#include "base/atomic_file.h"
#include "image/png.h"
#include "record/snapshot.h"
#include "ui/actions.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

class UiFiles : public Hands {
 protected:
  fs::path photo() {
    const fs::path file = folder / "holiday photo.png";
    EXPECT_TRUE(image::write_png(file, image::Rgb8(40, 30, 200)));
    return file;
  }
};

TEST_F(UiFiles, ADroppedPhotoBecomesTheStart) {
  const int restarts = painting->restarts;
  const fs::path file = photo();
  drop({file});
  EXPECT_EQ(params().start, recipe::StartKind::photo);
  EXPECT_EQ(params().start_photo, file.string());
  EXPECT_TRUE(draw_until([&] { return painting->restarts == restarts + 1; }));
  EXPECT_TRUE(draw_until([&] { return painting->used().start_photo == file.string(); }));
  EXPECT_NE(toast().find("holiday photo.png"), std::string::npos);
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/###no_photo"); });
  EXPECT_EQ(params().start, recipe::StartKind::gray);
}

TEST_F(UiFiles, WhatCannotBeADreamChangesNothingAndSaysWhy) {
  const Model before = model();
  drop({folder.path()});
  EXPECT_NE(toast().find("is a folder"), std::string::npos);
  const fs::path text = folder / "notes.txt";
  ASSERT_TRUE(write_file_atomically(text, "no picture"));
  drop({text});
  EXPECT_NE(toast().find("notes.txt"), std::string::npos);
  drop({folder / "missing.png"});
  EXPECT_NE(toast().find("no such file"), std::string::npos);
  const fs::path json = folder / "other.json";
  ASSERT_TRUE(write_file_atomically(json, "{\"birddream_session\": 1, \"params\": {\"steps\": \"many\"}}"));
  drop({json});
  EXPECT_NE(toast().find("other.json"), std::string::npos);
  drop({});
  EXPECT_EQ(model().params, before.params);
  EXPECT_EQ(model().restarts, before.restarts);
}

TEST_F(UiFiles, ADreamBeginsFromTheLastSnapshot) {
  EXPECT_FALSE(is_enabled(*find_action("start_from_snapshot"), desk()));
  play([](ImGuiTestContext* c) {
    c->KeyPress(ImGuiKey_S);
    c->MenuClick("##MainMenuBar/Dream/Begin from the last snapshot");
  });
  ASSERT_EQ(saved(".png").size(), 1U);
  EXPECT_EQ(params().start, recipe::StartKind::photo);
  EXPECT_TRUE(draw_until([&] { return painting->used().start_photo == saved(".png")[0].string(); }));
}

TEST_F(UiFiles, ASnapshotIsOfTheShownPictureNotOfTheSliders) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_Space); });
  ASSERT_TRUE(obeyed());
  const recipe::DreamParams shown = params();
  params().seed = 77;  // asked for, but not yet dreamt
  snapshot(desk());
  settle();
  const auto files = saved(".png");
  ASSERT_EQ(files.size(), 1U);
  const auto provenance = record::read_provenance(files[0]);
  ASSERT_TRUE(provenance);
  EXPECT_EQ(provenance->params, shown);
  EXPECT_FALSE(provenance->steered);
}

TEST_F(UiFiles, ASessionIsSavedAndOpenedByItsPath) {
  params().rotate = 42;
  ASSERT_TRUE(obeyed());
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_S); });
  const auto files = saved(".json");
  ASSERT_EQ(files.size(), 1U);
  params().rotate = 1;
  const std::string path = files[0].string();
  play([&](ImGuiTestContext* c) {
    c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_O);
    c->Yield(3);
    c->ItemClick("//Open/##path");
    c->KeyCharsReplaceEnter(path.c_str());
  });
  EXPECT_EQ(params().rotate, 42);
  draw(3);
  EXPECT_FALSE(window_shown("Open"));
}

TEST_F(UiFiles, ARecordingBecomesAVideo) {
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_V); });
  ASSERT_EQ(desk().saver.recorder().status().state, record::RecorderState::recording) << toast();
  ASSERT_TRUE(draw_until([&] { return desk().saver.recorder().status().taken >= 5; }));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_V); });
  ASSERT_TRUE(
      draw_until([&] { return desk().saver.recorder().status().state == record::RecorderState::idle; }));
  draw(2);
  const fs::path result = desk().saver.recorder().status().result;
  EXPECT_TRUE(fs::exists(result)) << result;
  EXPECT_NE(toast().find(result.string()), std::string::npos);
}

TEST_F(UiFiles, AnUnwritableFolderIsReported) {
  ASSERT_TRUE(write_file_atomically(folder / "saved", "a file where the folder should be"));
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_S); });
  EXPECT_NE(toast().find("saved"), std::string::npos);
  EXPECT_EQ(toast().rfind("Saved ", 0), std::string::npos);
}

}  // namespace
}  // namespace birddream::ui
