#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "checkpoint/training_log.h"
#include "ui/drawn_text.h"
#include "ui/school_fixture.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

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

TEST_F(UiSchool, ASeriesIsOpenedByItsFileToo) {
  ASSERT_TRUE(write(series(3)));
  drop({out_ / "series.json"});
  EXPECT_EQ(desk().series.name, "School") << toast();
}

}  // namespace
}  // namespace birddream::ui
