#include <atomic>
#include <fstream>

#include "base/atomic_file.h"
#include "image/png.h"
#include "record/session.h"
#include "record/video_writer.h"
#include "record/wav_tone.h"
#include "ui/drawn_text.h"
#include "ui/hands.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

/// A program in birddream's place: it writes down how it was called, and goes on as the test says.
class UiFilm : public Hands {
 protected:
  void SetUp() override {}
  void begin_with_program(const std::string& script) {
    const fs::path program = folder / "dreamer.sh";
    // $folder: where the status goes.
    std::ofstream(program) << "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" << called().string() << "'\n"
                           << "folder=$(grep -A1 -- --status '" << called().string() << "' | tail -n 1)\n"
                           << "cp \"$folder/recipe.json\" '" << (folder / "recipe.json").string() << "'\n"
                           << script;
    fs::permissions(program, fs::perms::owner_all);
    begin_with([&](Settings& settings) {
      settings.program = program;
      settings.device = "cpu";
    });
  }
  fs::path called() const { return folder / "called"; }
  std::vector<std::string> arguments() const {
    std::vector<std::string> lines;
    std::ifstream in(called());
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
  std::string after(const std::string& option) const {
    const auto all = arguments();
    const auto at = std::ranges::find(all, option);
    return at == all.end() || at + 1 == all.end() ? "" : *(at + 1);
  }
  fs::path clip() {
    const fs::path file = folder / "garden.mp4";
    auto writer = record::VideoWriter::open(file, {64, 48, 25});
    EXPECT_TRUE(writer);
    for (int i = 0; i < 20; ++i)
      EXPECT_TRUE((*writer)->add(image::Rgb8(64, 48, static_cast<std::uint8_t>(9 * i))));
    EXPECT_TRUE((*writer)->finish());
    return file;
  }
  static constexpr const char* post = R"(
printf '{"done":5,"total":20}' > "$folder/status.json"
)";
};

TEST_F(UiFilm, AVideoThatIsDroppedWaitsWithItsFactsAndIsDreamtUponWithTheRecipe) {
  begin_with_program(std::string(post) + "sleep 1\necho 'garden-dream.mp4: H.264, 25 frames/s, 20 frames'\n");
  drop({clip()});
  draw(3);
  ASSERT_TRUE(window_shown("Video"));
  EXPECT_TRUE(text_shown("Video", "garden.mp4"));
  EXPECT_TRUE(text_shown("Video", "25 frames/s"));
  EXPECT_TRUE(text_shown("Video", "20 pictures"));
  EXPECT_TRUE(text_shown("Video", "silent"));
  EXPECT_EQ(params().start, recipe::StartKind::gray) << "the window's own dream is left alone";

  params().jitter = 13;
  play([](ImGuiTestContext* c) {
    c->ItemInputValue("//Video/##film_steps", 7);
    c->ItemInputValue("//Video/##film_carry", 0.25F);
    c->ItemClick("//Video/Dream it");
  });
  EXPECT_TRUE(draw_until([this] { return text_shown("Video", "5 of 20 pictures"); }));
  EXPECT_TRUE(draw_until([this] { return text_shown("Video", "H.264, 25 frames/s, 20 frames"); }));
  EXPECT_NE(toast().find("garden-dream.mp4"), std::string::npos);

  EXPECT_EQ(arguments().front(), "video");
  EXPECT_EQ(arguments()[1], (folder / "garden.mp4").string());
  EXPECT_EQ(after("-o"), (folder / "saved" / "garden-dream.mp4").string());
  EXPECT_EQ(after("--steps"), "7");
  EXPECT_EQ(after("--carry"), "0.25");
  EXPECT_EQ(after("--size"), "256");
  EXPECT_EQ(after("--device"), "cpu") << "where the window computes";
  EXPECT_FALSE(fs::exists(after("--status"))) << "its small files are gone";
  const auto recipe = record::load_session(folder / "recipe.json");
  ASSERT_TRUE(recipe) << recipe.error().message;
  EXPECT_EQ(recipe->changes.back().params.jitter, 13);
  EXPECT_EQ(species_of(recipe->changes.back().params), "flamingo");
}

TEST_F(UiFilm, SoundThatMp4DoesNotTakeGoesIntoMkv) {
  begin_with_program(std::string(post) + "echo 'garden-dream.mkv'\n");
  record::VideoOptions options{64, 48, 25};
  options.sound = folder / "tone.wav";
  std::ofstream(options.sound, std::ios::binary) << record::wav_tone(1);
  auto writer = record::VideoWriter::open(folder / "garden.mkv", options);
  ASSERT_TRUE(writer);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE((*writer)->add(image::Rgb8(64, 48, 99)));
  ASSERT_TRUE((*writer)->finish());
  drop({folder / "garden.mkv"});
  draw(3);
  ASSERT_TRUE(text_shown("Video", "sound: pcm_s16le")) << drawn_text("Video");
  play([](ImGuiTestContext* c) { c->ItemClick("//Video/Dream it"); });
  ASSERT_TRUE(draw_until([this] { return !arguments().empty(); }));
  EXPECT_EQ(fs::path(after("-o")).filename(), "garden-dream.mkv");
}

TEST_F(UiFilm, AGuideWithoutAPhotoIsItsLayerThereToo) {
  begin_with_program(std::string(post) + "echo 'garden-dream.mp4'\n");
  params().targets[0].kind = recipe::ObjectiveKind::guide;
  params().targets[0].layer = "inception_4c";
  drop({clip()});
  draw(2);
  play([](ImGuiTestContext* c) { c->ItemClick("//Video/Dream it"); });
  ASSERT_TRUE(draw_until([this] { return std::filesystem::exists(folder / "recipe.json"); }));
  ASSERT_TRUE(draw_until([this] { return text_shown("Video", "garden-dream.mp4"); }));
  const auto recipe = record::load_session(folder / "recipe.json");
  ASSERT_TRUE(recipe) << recipe.error().message;
  EXPECT_EQ(recipe->changes.back().params.targets[0].kind, recipe::ObjectiveKind::layer);
}

TEST_F(UiFilm, TheWindowDoesNotWaitForWhatTheProcessWrites) {
  const fs::path go = folder / "go";
  begin_with_program("while [ ! -e '" + go.string() + "' ]; do sleep 0.01; done\n" + post +
                     "touch \"$folder/told\"\n" + "trap 'exit 0' INT\nwhile :; do sleep 0.01; done\n");
  drop({clip()});
  draw(2);
  play([](ImGuiTestContext* c) { c->ItemClick("//Video/Dream it"); });
  ASSERT_TRUE(draw_until([this] { return !after("--device").empty(); })) << toast();
  settle();
  std::atomic<bool> disk_answers{false};
  hold_disk(disk_answers);
  std::ofstream(go) << "now";
  EXPECT_TRUE(draw_until([this] { return fs::exists(fs::path(after("--status")) / "told"); }));
  draw(60);  // it looks four times a second
  EXPECT_FALSE(text_shown("Video", "5 of 20 pictures"));
  disk_answers = true;
  EXPECT_TRUE(draw_until([] { return text_shown("Video", "5 of 20 pictures"); }));
}

TEST_F(UiFilm, ItCanBeCancelled) {
  begin_with_program(std::string(post) +
                     "trap 'echo garden-dream.mp4: cut short; exit 0' INT\nwhile :; do sleep 0.05; done\n");
  drop({clip()});
  draw(2);
  play([](ImGuiTestContext* c) { c->ItemClick("//Video/Dream it"); });
  ASSERT_TRUE(draw_until([this] { return text_shown("Video", "5 of 20 pictures"); }));
  EXPECT_TRUE(workbench->is_lively());
  play([](ImGuiTestContext* c) { c->ItemClick("//Video/Cancel"); });
  EXPECT_TRUE(draw_until([this] { return text_shown("Video", "cut short"); }));
  draw(2);  // the window grows
  EXPECT_TRUE(text_shown("Video", "Dream it")) << "and begun again";
}

TEST_F(UiFilm, OneThatIsCancelledBeforeItsProcessIsThereNeverBegins) {
  begin_with_program("exit 0\n");
  FilmJob job(desk().settings.program, "cpu");
  job.expect({});
  EXPECT_TRUE(job.is_running()) << "it is being prepared";
  job.look(1, desk().background);
  job.cancel();
  fs::path made;
  {
    const auto prepared =
        FilmJob::prepare({}, Saver::session_of(model(), desk().series), {}, folder / "dream.mp4");
    ASSERT_TRUE(prepared) << prepared.error().message;
    made = prepared->folder->path();
    EXPECT_TRUE(fs::exists(made));
    EXPECT_TRUE(job.begin(prepared));
  }
  EXPECT_EQ(job.state(), FilmJob::State::cancelled);
  EXPECT_FALSE(fs::exists(made));
  EXPECT_FALSE(fs::exists(called()));
  job.expect({});
  EXPECT_FALSE(job.begin(Error{"the disk is full"}));
  EXPECT_EQ(job.state(), FilmJob::State::failed);
  EXPECT_EQ(job.said(), "the disk is full");
}

TEST_F(UiFilm, WhatGoesWrongIsSaid) {
  begin_with_program("echo 'birddream: the disk is full' >&2\nexit 1\n");
  drop({clip()});
  draw(2);
  play([](ImGuiTestContext* c) { c->ItemClick("//Video/Dream it"); });
  EXPECT_TRUE(draw_until([this] { return text_shown("Video", "the disk is full"); }));
  EXPECT_NE(toast().find("the disk is full"), std::string::npos);
}

TEST_F(UiFilm, UnderAModelOfTheUsersOwnItIsDreamtByThatFile) {
  begin_with_program("exit 0\n");
  checkpoint::Series own = bench_series(1);
  own.architecture = checkpoint::script_architecture;
  own.folder = folder.path();
  own.model = folder / "my.pt";
  change_series(desk(), own);
  drop({clip()});
  draw(2);
  play([](ImGuiTestContext* c) { c->ItemClick("//Video/Dream it"); });
  EXPECT_TRUE(draw_until([this] { return fs::exists(called()) && !after("--device").empty(); })) << toast();
  EXPECT_EQ(after("--model"), own.model.string());
  EXPECT_EQ(after("--series"), "") << "it takes that file's place";
}

TEST_F(UiFilm, WithoutAVideoItSaysWhereToGetOne) {
  begin_with_program("exit 0\n");
  play([](ImGuiTestContext* c) { c->ItemClick("//Recipe/Dream upon a video ..."); });
  ASSERT_TRUE(window_shown("Video"));
  EXPECT_TRUE(text_shown("Video", "Drop a video on the window"));
  const fs::path bad = folder / "bad.mp4";
  ASSERT_TRUE(write_file_atomically(bad, "no video"));
  drop({bad});
  EXPECT_NE(toast().find("bad.mp4"), std::string::npos);
  EXPECT_TRUE(model().film.file.empty());
  play([](ImGuiTestContext* c) { c->MenuClick("##MainMenuBar/File/Dream upon a video"); });
  EXPECT_FALSE(window_shown("Video"));
}

}  // namespace
}  // namespace birddream::ui
