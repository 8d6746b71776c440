#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include "checkpoint/safetensors.h"
#include "checkpoint/training_log.h"
#include "ui/drawn_text.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

class UiSchool : public Hands {
 protected:
  void SetUp() override {
    begin(2);
    fs::create_directories(out_);
  }
  /// As a training leaves it after so many checkpoints.
  checkpoint::Series series(int checkpoints) const {
    checkpoint::Series made = bench_series(checkpoints);
    made.name = "School";
    made.classes = {{"wren", "", true}, {"robin", "", true}};
    made.folder = out_;
    return made;
  }
  /// Its weights, so far as they are of interest here, and then the series that names them.
  Status write(const checkpoint::Series& made) const {
    const std::vector<float> values(100, 0.5F);
    const std::vector<checkpoint::TensorRecord> weights = {
        {"conv1.weight", checkpoint::Dtype::f32, {100}, std::as_bytes(std::span(values))}};
    for (const auto& info : made.checkpoints) {
      if (fs::exists(out_ / info.file)) continue;
      if (Status written = checkpoint::write_safetensors(out_ / info.file, weights, {}); !written)
        return written;
    }
    return checkpoint::save_series(made);
  }
  /// 'R', 'S', 'T' ... as the system says; '?' when it is gone.
  static char state_of(const std::string& process) {
    std::string text;
    std::getline(std::ifstream("/proc/" + process + "/stat"), text);
    const auto name_ends = text.rfind(')');
    return name_ends == std::string::npos ? '?' : text[name_ends + 2];
  }
  /// A program in birddream's place.
  void teacher(const std::string& script) {
    const fs::path program = folder.path() / "teacher.sh";
    std::ofstream(program) << "#!/bin/sh\n" << script;
    fs::permissions(program, fs::perms::owner_all);
    begin_with([&](Settings& settings) { settings.program = program; });
    model().school.photos = folder.path().string();
    model().school.out = out_.string();
  }

  const fs::path out_ = folder.path() / "out";
};

TEST_F(UiSchool, AWatchedTrainingBringsItsCheckpointsAsTheyAreWritten) {
  ASSERT_TRUE(write(series(1)));
  workbench->watch(out_);
  ASSERT_TRUE(draw_until([this] { return desk().series.name == "School"; }));
  EXPECT_EQ(species_of(params()), "wren") << "the old one is not known there";
  ASSERT_TRUE(draw_until([this] { return painting->checkpoints == 1; }));
  ASSERT_TRUE(obeyed());
  const std::uint64_t dream = model().frame->dream;
  // Half of a file is not a series; the next one is.
  std::ofstream(out_ / "series.json") << R"({"version": 1, "name": "Sch)";
  draw(150);
  EXPECT_EQ(desk().series.checkpoints.size(), 1U);
  ASSERT_TRUE(write(series(3)));
  ASSERT_TRUE(draw_until([this] { return desk().series.checkpoints.size() == 3; }));
  EXPECT_EQ(model().checkpoint, checkpoint::place_at(2)) << "the slider stood at the newest and follows";
  ASSERT_TRUE(draw_until([this] { return model().frame->checkpoint == checkpoint::place_at(2); }));
  EXPECT_EQ(model().frame->dream, dream) << "the dream lives on";
  model().checkpoint = checkpoint::place_at(0);
  ASSERT_TRUE(write(series(4)));
  ASSERT_TRUE(draw_until([this] { return desk().series.checkpoints.size() == 4; }));
  EXPECT_EQ(model().checkpoint, checkpoint::place_at(0)) << "else it stays";
}

TEST_F(UiSchool, ANewCheckpointIsNoChangeOfTheUsersToUndo) {
  ASSERT_TRUE(write(series(2)));
  workbench->watch(out_);
  ASSERT_TRUE(draw_until([this] { return desk().series.name == "School"; }));
  model().checkpoint = checkpoint::place_at(1);
  ASSERT_TRUE(obeyed());
  params().jitter = 11;
  draw(2);
  params().jitter = 22;
  draw(2);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Z); });
  ASSERT_EQ(params().jitter, 11);
  ASSERT_TRUE(write(series(3)));
  ASSERT_TRUE(draw_until([this] { return model().checkpoint == checkpoint::place_at(2); }));
  draw(2);
  play([](ImGuiTestContext* c) { c->KeyPress(ImGuiMod_Ctrl | ImGuiKey_Y); });
  EXPECT_EQ(params().jitter, 22) << "what was undone comes again";
}

TEST_F(UiSchool, WhatHasNoCheckpointYetIsWaitedForAndItsReasonSaid) {
  const std::string before = desk().series.name;
  workbench->watch(out_);
  model().show_school = true;
  ASSERT_TRUE(draw_until([this] { return text_shown("Training", "no checkpoint series here"); }));
  EXPECT_TRUE(text_shown("Training", "Waiting for its first checkpoint."));
  EXPECT_EQ(desk().series.name, before) << "the dream goes on meanwhile";
  ASSERT_TRUE(checkpoint::append(out_, {.step = 20, .steps = 40, .epoch = 0.5, .loss = 2, .seconds = 3}));
  ASSERT_TRUE(draw_until([this] { return text_shown("Training", "epoch 0.50 of 1"); }))
      << "how it goes is told";
  ASSERT_TRUE(write(series(1)));
  EXPECT_TRUE(draw_until([this] { return desk().series.name == "School"; }));
  ASSERT_TRUE(checkpoint::append(out_, {.step = 30, .steps = 40, .epoch = 0.75, .loss = 1, .seconds = 4}));
  EXPECT_TRUE(draw_until([this] { return text_shown("Training", "epoch 0.75 of 1"); })) << "and goes on";
}

TEST_F(UiSchool, WhoOpenedAnotherSeriesMeanwhileStaysThereAndIsTold) {
  ASSERT_TRUE(write(series(1)));
  workbench->watch(out_);
  ASSERT_TRUE(draw_until([this] { return desk().series.name == "School"; }));
  change_series(desk(), bench_series(3));
  ASSERT_TRUE(obeyed());
  ASSERT_TRUE(write(series(2)));
  ASSERT_TRUE(draw_until([this] { return toast().find(out_.string()) != std::string::npos; }));
  EXPECT_NE(toast().find("new checkpoint"), std::string::npos) << toast();
  EXPECT_EQ(desk().series.checkpoints.size(), 3U);
  drop({out_});
  EXPECT_EQ(desk().series.name, "School");
  ASSERT_TRUE(write(series(3)));
  EXPECT_TRUE(draw_until([this] { return desk().series.checkpoints.size() == 3; }))
      << "back there it follows";
}

TEST_F(UiSchool, AWriterThatIsKilledMidwayLeavesTheWindowAsItWas) {
  ASSERT_TRUE(write(series(2)));
  workbench->watch(out_);
  ASSERT_TRUE(draw_until([this] { return desk().series.name == "School"; }));
  // It writes weights and then the series, as the trainer does under other names; both stay half-written.
  const fs::path script = folder.path() / "writer.sh";
  std::ofstream(script) << "#!/bin/sh\ncd '" << out_.string() << "'\n"
                        << "head -c 5000 /dev/zero > epoch-2.safetensors.part\n"
                        << "printf '{\"version\": 1, \"name\": \"Scho' > series.json.part\n"
                        << "touch written\nwhile :; do :; done\n";
  fs::permissions(script, fs::perms::owner_all);
  const pid_t writer = fork();
  if (writer == 0) {
    execl(script.c_str(), script.c_str(), nullptr);
    _exit(1);
  }
  EXPECT_TRUE(draw_until([this] { return fs::exists(out_ / "written"); }));
  kill(writer, SIGKILL);
  int status = 0;
  waitpid(writer, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  const double looked = ImGui::GetTime();
  ASSERT_TRUE(draw_until([&] { return ImGui::GetTime() > looked + 2.5; })) << "it looks once a second";
  EXPECT_EQ(desk().series.checkpoints.size(), 2U);
  EXPECT_EQ(desk().series.name, "School");
  EXPECT_NE(model().frame->phase, engine::Phase::failed) << model().frame->message;
  // The training goes on where it stopped: what it writes then is seen.
  ASSERT_TRUE(write(series(3)));
  EXPECT_TRUE(draw_until([this] { return desk().series.checkpoints.size() == 3; }));
}

TEST_F(UiSchool, ACheckpointThatIsNotThereToItsLastByteDoesNotAppear) {
  ASSERT_TRUE(write(series(2)));
  workbench->watch(out_);
  ASSERT_TRUE(draw_until([this] { return desk().series.name == "School"; }));
  // Copied from elsewhere, the series may come before the weights, and these a piece at a time.
  const fs::path whole = out_ / "epoch-2.safetensors", later = folder.path() / "later";
  ASSERT_TRUE(write(series(3)));
  fs::copy_file(whole, later);
  fs::remove(whole);
  const auto looks_again = [this] {
    const double looked = ImGui::GetTime();
    return draw_until([&] { return ImGui::GetTime() > looked + 2.5; });
  };
  ASSERT_TRUE(looks_again());
  EXPECT_EQ(desk().series.checkpoints.size(), 2U);
  fs::copy_file(later, whole);
  fs::resize_file(whole, fs::file_size(later) - 1);
  ASSERT_TRUE(looks_again());
  EXPECT_EQ(desk().series.checkpoints.size(), 2U);
  fs::copy_file(later, whole, fs::copy_options::overwrite_existing);
  EXPECT_TRUE(draw_until([this] { return desk().series.checkpoints.size() == 3; }));
}

TEST_F(UiSchool, ASeriesFolderIsOpenedByDroppingIt) {
  ASSERT_TRUE(write(series(3)));
  drop({out_});
  EXPECT_EQ(desk().series.name, "School");
  EXPECT_EQ(model().checkpoint, checkpoint::place_at(2));
  EXPECT_TRUE(obeyed());
  EXPECT_EQ(painting->checkpoints, 3);
}

TEST_F(UiSchool, ATrainingIsStartedPausedAndStoppedFromTheWindow) {
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

TEST_F(UiSchool, APathOfTheFormMayBeginAtHomeAndAFolderIsDropped) {
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

TEST_F(UiSchool, ASeriesIsOpenedByItsFileToo) {
  ASSERT_TRUE(write(series(3)));
  drop({out_ / "series.json"});
  EXPECT_EQ(desk().series.name, "School") << toast();
}

TEST_F(UiSchool, AWatchedTrainingIsLeftForOneOfTheUsersOwn) {
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

TEST_F(UiSchool, WhatIsWrongIsSaid) {
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

TEST_F(UiSchool, TheWindowDoesNotWaitForWhatATrainingSaidLast) {
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
