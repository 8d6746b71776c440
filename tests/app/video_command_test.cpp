#include <cmath>

#include "app/cli_fixture.h"
#include "image/png.h"
#include "recipe/presets.h"
#include "record/session.h"
#include "record/video_source.h"
#include "record/video_writer.h"
#include "record/wav_tone.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class VideoCommandTest : public CliTest {
 protected:
  /// A second of a soft pattern that moves, with a tone beside it.
  void SetUp() override {
    CliTest::SetUp();
    write("tone.wav", record::wav_tone(1));
    record::VideoOptions options{96, 64, 24};
    options.sound = folder_ / "tone.wav";
    auto writer = record::VideoWriter::open(folder_ / "clip.mkv", options);
    ASSERT_TRUE(writer.ok()) << writer.error().message;
    for (int i = 0; i < 24; ++i) ASSERT_TRUE((*writer)->add(picture(i)).ok());
    ASSERT_TRUE((*writer)->finish().ok());
  }
  static image::Rgb8 picture(int number) {
    image::Rgb8 picture(96, 64);
    for (int y = 0; y < 64; ++y) {
      for (int x = 0; x < 96; ++x) {
        const double wave = std::sin(0.15 * (x + 2 * number)) * std::cos(0.12 * y);
        std::fill_n(picture.at(x, y), 3, static_cast<std::uint8_t>(127 + 80 * wave));
      }
    }
    return picture;
  }
  /// `birddream video` of few, quick pictures, plus `more`.
  Finished video(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {"video",    "clip.mkv", "--device", "cpu",      "--species",
                                          "flamingo", "--size",   "96",       "--frames", "4"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  image::Rgb8 still(const std::string& name) const {
    auto read = image::read_png(folder_ / name);
    EXPECT_TRUE(read.ok()) << read.error().message;
    return read.ok() ? std::move(read->picture) : image::Rgb8();
  }
  static double distance(const image::Rgb8& a, const image::Rgb8& b) {
    double sum = 0;
    EXPECT_EQ(a.pixels.size(), b.pixels.size());
    for (std::size_t i = 0; i < std::min(a.pixels.size(), b.pixels.size()); ++i)
      sum += std::abs(a.pixels[i] - b.pixels[i]);
    return sum / static_cast<double>(a.pixels.size());
  }
};

TEST_F(VideoCommandTest, EveryPictureIsDreamtUponAndTheSoundIsKept) {
  const Finished made = video({"--steps", "2", "-o", "out.mkv"});
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("24 frames/s"));
  EXPECT_THAT(made.out, HasSubstr("sound as it was (pcm_s16le)"));
  EXPECT_THAT(made.out, HasSubstr("4 frames"));
  auto source = record::VideoSource::open(folder_ / "out.mkv");
  ASSERT_TRUE(source.ok()) << source.error().message;
  EXPECT_EQ((*source)->facts().width, 96);
  EXPECT_EQ((*source)->facts().height, 64);
  EXPECT_EQ((*source)->facts().sound, "pcm_s16le");
  int count = 0;
  while (true) {
    const auto next = (*source)->next();
    ASSERT_TRUE(next.ok());
    if (!next->has_value()) break;
    const double changed = distance(**next, picture(count));
    EXPECT_GT(changed, 1) << "picture " << count << " is dreamt upon";
    EXPECT_LT(changed, 60) << "picture " << count << " is still to be seen";
    ++count;
  }
  EXPECT_EQ(count, 4);
}

TEST_F(VideoCommandTest, WhatWasDreamtIsCarriedOver) {
  ASSERT_EQ(video({"--steps", "2", "--carry", "0", "-o", "none/"}).code, 0);
  ASSERT_EQ(video({"--steps", "2", "--carry", "0.8", "-o", "much/"}).code, 0);
  ASSERT_EQ(video({"--steps", "2", "--carry", "0.8", "-o", "again/"}).code, 0);
  EXPECT_EQ(bytes("none/000001.png"), bytes("much/000001.png"))
      << "before the first there is nothing to carry";
  EXPECT_NE(bytes("none/000002.png"), bytes("much/000002.png"));
  EXPECT_EQ(bytes("much/000004.png"), bytes("again/000004.png")) << "the same command gives the same film";
  // More of the dream has gathered by the fourth picture.
  EXPECT_GT(distance(still("much/000004.png"), picture(3)), distance(still("none/000004.png"), picture(3)));
}

TEST_F(VideoCommandTest, TheRecipeOfASessionIsFollowedAndAWindowLearnsHowFarItIs) {
  record::Session session;
  session.series = "nowhere";
  recipe::DreamParams params;
  params.targets = {{recipe::ObjectiveKind::class_logit, "flamingo", "", 0, 1.0F},
                    {recipe::ObjectiveKind::class_logit, "peacock", "", 0, 0.5F}};
  session.changes = {{0, params, "last"}};
  ASSERT_TRUE(record::save_session(folder_ / "s.json", session).ok());
  fs::create_directory(folder_ / "status");
  const Finished made = run({"video", "clip.mkv", "--device", "cpu", "--like", "s.json", "--steps", "1",
                             "--size", "64", "--frames", "2", "--status", "status", "-o", "out.gif"});
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("does not go into .gif files"));
  EXPECT_THAT(bytes("status/status.json"), HasSubstr("\"total\":2"));
  // 64 x 43 would be too small to dream: 64 px is the shorter side, and the film keeps its shape.
  EXPECT_EQ(still("status/newest.png").width, 96);
  EXPECT_EQ(still("status/newest.png").height, 64);
}

TEST_F(VideoCommandTest, ALargeDreamKeepsTheFilmsShape) {
  const Finished made = run({"video", "clip.mkv", "--device", "cpu", "--species", "flamingo", "--steps", "1",
                             "--size", "1200", "--frames", "1", "-o", "large/"});
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(still("large/000001.png").width, 1200);
  EXPECT_EQ(still("large/000001.png").height, 800);
}

TEST_F(VideoCommandTest, AModelOfTheUsersOwnDreams) {
  const fs::path golden = fs::path(BIRDDREAM_SOURCE_DIR) / "tests/golden/script";
  fs::copy_file(golden / "tiny.pt", folder_ / "my.pt");
  fs::copy_file(golden / "tiny.json", folder_ / "my.json");
  const std::vector<std::string> few = {"--device", "cpu", "--steps", "2", "--size", "96", "--frames", "2"};
  const auto dreamt = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"video", "clip.mkv"});
    more.insert(more.end(), few.begin(), few.end());
    return run(more);
  };
  const Finished made = dreamt({"--model", "my.pt", "--species", "hen", "-o", "own/"});
  ASSERT_EQ(made.code, 0) << made.err;
  // As the window tells it: the session names the model's only checkpoint.
  record::Session session;
  session.series = "my";
  recipe::DreamParams params = recipe::built_in_presets().front().params;
  params.targets = {{recipe::ObjectiveKind::class_logit, "hen", "", 0, 1.0F}};
  session.changes = {{0, params, "my.pt"}};
  ASSERT_TRUE(record::save_session(folder_ / "s.json", session).ok());
  const Finished told = dreamt({"--model", "my.pt", "--like", "s.json", "-o", "told/"});
  ASSERT_EQ(told.code, 0) << told.err;
  EXPECT_EQ(bytes("own/000002.png"), bytes("told/000002.png"));
  expect_refusal(dreamt({"--model", "my.pt", "--series", ".", "--species", "hen", "-o", "x/"}), 2,
                 "--series");
}

TEST_F(VideoCommandTest, MistakesAreSaidBeforeAnythingIsDreamt) {
  expect_refusal(run({"video", "none.mp4", "-o", "a.mp4", "--species", "flamingo"}), 2, "none.mp4");
  expect_refusal(run({"video", "tone.wav", "-o", "a.mp4", "--species", "flamingo"}), 1, "no video in it");
  expect_refusal(video({"-o", "a.png"}), 2, "write a video");
  expect_refusal(video({"-o", "missing/a.mp4"}), 1, "does not exist");
  expect_refusal(run({"video", "clip.mkv", "-o", "a.mp4"}), 2, "--species NAME is needed");
  expect_refusal(run({"video", "clip.mkv", "-o", "a.mp4", "--species", "gryphon"}), 1, "gryphon");
}

}  // namespace
}  // namespace birddream::app
