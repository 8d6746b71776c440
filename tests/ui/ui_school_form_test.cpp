#include <atomic>
#include <cstdlib>

#include "checkpoint/training_log.h"
#include "image/png.h"
#include "ui/drawn_text.h"
#include "ui/school_fixture.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;
using UiSchoolForm = UiSchool;

TEST_F(UiSchoolForm, ATrainingIsStartedPausedAndStoppedFromTheWindow) {
  teacher(R"(trap 'exit 130' INT
echo "$*" > "$5/arguments"
echo $$ > "$5/pid"
echo '{"step": 20, "steps": 40, "epoch": 0.5, "loss": 2.5, "seconds": 3, "photos_per_second": 90}' >> "$5/training.jsonl"
while :; do sleep 0.01; done
)");
  play([](ImGuiTestContext* c) {
    c->KeyPress(ImGuiKey_H);
    c->ItemClick("//Training/Start training");
  });
  ASSERT_TRUE(draw_until([this] { return fs::exists(out_ / "training.jsonl"); })) << toast();
  std::string arguments;
  std::getline(std::ifstream(out_ / "arguments"), arguments);
  EXPECT_NE(arguments.find("--resume"), std::string::npos);
  ASSERT_TRUE(draw_until([this] { return text_shown("Training", "epoch 0.50 of 1"); }));
  std::string process;
  std::getline(std::ifstream(out_ / "pid"), process);
  const int before = step();
  EXPECT_TRUE(draw_until([&] { return step() > before + 20; })) << "the dream goes on beside it";
  play([](ImGuiTestContext* c) { c->ItemClick("//Training/Pause"); });
  EXPECT_TRUE(draw_until([&] { return state_of(process) == 'T'; }));
  play([](ImGuiTestContext* c) { c->ItemClick("//Training/Go on"); });
  EXPECT_TRUE(draw_until([&] { return state_of(process) != 'T'; }));
  EXPECT_NE(state_of(process), '?');
  play([](ImGuiTestContext* c) { c->ItemClick("//Training/Stop"); });
  EXPECT_TRUE(draw_until([this] { return text_shown("Training", "Start training"); })) << "it has ended";
  EXPECT_EQ(state_of(process), '?');
}

#ifdef BIRDDREAM_PROGRAM
TEST_F(UiSchoolForm, TheProgramItselfTrainsOnThePhotosThatWereDropped) {
  const fs::path photos = folder.path() / "photos";
  for (const auto& [species, gray] : {std::pair("wren", 40), {"robin", 200}}) {
    fs::create_directories(photos / species);
    for (int i = 0; i < 8; ++i) {
      const image::Rgb8 picture(48, 40, static_cast<std::uint8_t>(gray + i));
      ASSERT_TRUE(image::write_png(photos / species / (std::to_string(i) + ".png"), picture).ok());
    }
  }
  begin_with([](Settings& settings) { settings.program = BIRDDREAM_PROGRAM, settings.device = "cpu"; });
  model().school.out = out_.string();
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiKey_H); });
  drop({photos});
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Training/Last layer");
    c->ItemInputValue("//Training/##epochs", 4.0F);
    c->ItemClick("//Training/Start training");
  });
  ASSERT_TRUE(draw_until([this] { return desk().series.folder == out_; })) << drawn_text("Training");
  EXPECT_EQ(desk().series.classes.size(), 2U);
  ASSERT_TRUE(draw_until([] { return text_shown("Training", "Start training"); })) << drawn_text("Training");
  ASSERT_TRUE(draw_until([this] { return desk().series.checkpoints.back().epoch > 3; }));
  EXPECT_EQ(desk().series.checkpoints.front().epoch, 0);
  EXPECT_EQ(desk().series.checkpoints.back().mode, "head");
  EXPECT_TRUE(desk().series.checkpoints.back().metrics.contains("top1")) << "a tenth was held out";
  EXPECT_EQ(model().checkpoint, checkpoint::place_at(static_cast<int>(desk().series.checkpoints.size()) - 1));
}
#endif

TEST_F(UiSchoolForm, APathOfTheFormMayBeginAtHomeAndAFolderIsDropped) {
  teacher("echo \"$*\" > \"$5/arguments\"\n");
  const fs::path photos = folder.path() / "my photos";
  fs::create_directories(photos / "wren");
  model().show_school = true;
  drop({photos});
  draw(1);
  EXPECT_EQ(model().school.photos, photos.string());
  const char* home = std::getenv("HOME");
  const std::string before = home != nullptr ? home : "";
  setenv("HOME", folder.path().c_str(), 1);
  play([](ImGuiTestContext* c) {
    c->ItemClick("//Training/##photos");
    c->KeyCharsReplaceEnter("~/my photos");
    c->ItemClick("//Training/Start training");
  });
  setenv("HOME", before.c_str(), 1);
  ASSERT_TRUE(draw_until([this] { return fs::exists(out_ / "arguments"); })) << toast();
  std::string arguments;
  ASSERT_TRUE(draw_until(
      [&] { return static_cast<bool>(std::getline(std::ifstream(out_ / "arguments"), arguments)); }));
  EXPECT_NE(arguments.find("--photos " + photos.string() + " --out"), std::string::npos) << arguments;
  model().show_school = false;
  draw(1);
  drop({photos});
  EXPECT_NE(toast().find("is a folder"), std::string::npos) << "where nobody trains: " << toast();
}

TEST_F(UiSchoolForm, AWatchedTrainingIsLeftForOneOfTheUsersOwn) {
  ASSERT_TRUE(write(series(1)));
  ASSERT_TRUE(checkpoint::append(out_, {.step = 20, .steps = 40, .epoch = 0.5, .loss = 2, .seconds = 3}));
  workbench->watch(out_);
  model().show_school = true;
  ASSERT_TRUE(draw_until([this] { return desk().series.name == "School"; }));
  ASSERT_TRUE(draw_until([] { return text_shown("Training", "epoch 0.50 of 1"); }));
  EXPECT_FALSE(text_shown("Training", "Start training"));
  play([](ImGuiTestContext* c) { c->ItemClick("//Training/Stop watching"); });
  draw(2);
  EXPECT_TRUE(text_shown("Training", "Start training")) << drawn_text("Training");
  EXPECT_FALSE(text_shown("Training", "epoch 0.50"));
  ASSERT_TRUE(write(series(3)));
  const double looked = ImGui::GetTime();
  ASSERT_TRUE(draw_until([&] { return ImGui::GetTime() > looked + 2.5; })) << "it looked once a second";
  EXPECT_EQ(desk().series.checkpoints.size(), 1U);
}

TEST_F(UiSchoolForm, WhatIsWrongIsSaid) {
  teacher("echo 'birddream: no photos in that folder' >&2; exit 1\n");
  model().school.photos = "/nowhere";
  play([](ImGuiTestContext* c) {
    c->KeyPress(ImGuiKey_H);
    c->ItemClick("//Training/Start training");
  });
  EXPECT_EQ(toast(), "/nowhere: this is not a folder of photos.");
  model().school.photos = folder.path().string();
  play([](ImGuiTestContext* c) { c->ItemClick("//Training/Start training"); });
  EXPECT_TRUE(draw_until([this] { return text_shown("Training", "birddream: no photos in that folder"); }));
}

TEST_F(UiSchoolForm, TheWindowDoesNotWaitForWhatATrainingSaidLast) {
  const fs::path go = folder / "go";
  teacher("echo $$ > \"$5/pid\"\nwhile [ ! -e '" + go.string() +
          "' ]; do sleep 0.01; done\necho 'birddream: the disk is full' >&2; exit 1\n");
  play([](ImGuiTestContext* c) {
    c->KeyPress(ImGuiKey_H);
    c->ItemClick("//Training/Start training");
  });
  std::string process;
  ASSERT_TRUE(draw_until([&] {
    return static_cast<bool>(std::getline(std::ifstream(out_ / "pid"), process));
  })) << toast();
  settle();
  std::atomic<bool> disk_answers{false};
  hold_disk(disk_answers);
  std::ofstream(go) << "now";
  EXPECT_TRUE(draw_until([&] { return state_of(process) == '?'; }));
  draw(5);
  EXPECT_FALSE(text_shown("Training", "the disk is full"));
  disk_answers = true;
  EXPECT_TRUE(draw_until([] { return text_shown("Training", "the disk is full"); }));
}

}  // namespace
}  // namespace birddream::ui
