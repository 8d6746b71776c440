#include "record/recorder.h"

#include <gmock/gmock.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "record/test_pictures.h"
#include "record/video_reader.h"

namespace birddream::record {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using namespace std::chrono_literals;
using RecorderTest = RecordTest;

VideoOptions live(int width, int height) {
  VideoOptions options{width, height, 30};
  options.effort = Effort::live;
  return options;
}

TEST_F(RecorderTest, EveryTakenPictureIsInTheVideoInOrder) {
  Recorder recorder(4, 10s);
  EXPECT_EQ(recorder.status().state, RecorderState::idle);
  ASSERT_TRUE(recorder.start(folder_ / "x.mp4", live(64, 64)).ok());
  EXPECT_EQ(recorder.status().state, RecorderState::recording);
  EXPECT_THAT(recorder.status().message, HasSubstr("30 frames/s"));
  for (int i = 0; i < 60; ++i) {
    if (i % 2 == 0) {
      ASSERT_TRUE(recorder.offer(quarters(64, 64, i)));
    } else {
      ASSERT_TRUE(recorder.offer(image::own(image::to_planar(quarters(64, 64, i)), 64, 64)));
    }
  }
  const auto saved = recorder.stop();
  ASSERT_TRUE(saved.ok()) << saved.error().message;
  EXPECT_EQ(*saved, folder_ / "x.mp4");
  const RecorderStatus status = recorder.status();
  EXPECT_EQ(status.state, RecorderState::idle);
  EXPECT_EQ(status.taken, 60);
  EXPECT_EQ(status.written, 60);
  EXPECT_EQ(status.dropped, 0);
  EXPECT_DOUBLE_EQ(status.seconds, 2.0);
  const DecodedVideo video = decode(*saved);
  ASSERT_EQ(video.pictures.size(), 60U);
  for (int i = 0; i < 60; ++i) {
    EXPECT_LE(worst_difference(video.pictures[static_cast<std::size_t>(i)], quarters(64, 64, i)), 8) << i;
  }
}

TEST_F(RecorderTest, AFullQueueIsCountedAndNothingElseIsLost) {
  Recorder recorder(1, 0ms);
  ASSERT_TRUE(recorder.start(folder_ / "x.mp4", live(64, 64)).ok());
  // Shrinking the first picture keeps the thread busy while the others come.
  int taken = recorder.offer(image::own(std::vector<float>(3 * 2000 * 2000), 2000, 2000)) ? 1 : 0;
  const image::Rgb8 picture = quarters(64, 64, 0);
  for (int i = 0; i < 50; ++i) taken += recorder.offer(picture) ? 1 : 0;
  ASSERT_TRUE(recorder.stop().ok());
  const RecorderStatus status = recorder.status();
  EXPECT_EQ(status.taken, taken);
  EXPECT_EQ(status.written, taken);
  EXPECT_EQ(status.dropped, 51 - taken);
  EXPECT_GT(status.dropped, 0);
  EXPECT_EQ(decode(folder_ / "x.mp4").pictures.size(), static_cast<std::size_t>(taken));
}

TEST_F(RecorderTest, TheLastPicturesAreTakenBeThereRoomOrNot) {
  Recorder recorder(2, 10s);
  EXPECT_EQ(recorder.room(), 0U) << "there is no recording";
  ASSERT_TRUE(recorder.start(folder_ / "x.mp4", live(64, 64)).ok());
  EXPECT_EQ(recorder.room(), 2U);
  ASSERT_TRUE(recorder.offer(quarters(64, 64, 0)));
  std::vector<image::PlanarView> last;
  for (int i = 1; i < 9; ++i) last.push_back(image::own(image::to_planar(quarters(64, 64, i)), 64, 64));
  recorder.count_lost(2);
  recorder.request_stop(last);
  EXPECT_EQ(recorder.room(), 0U);
  ASSERT_TRUE(recorder.stop().ok());
  EXPECT_EQ(recorder.status().written, 9);
  EXPECT_EQ(recorder.status().dropped, 2);
  EXPECT_EQ(decode(folder_ / "x.mp4").pictures.size(), 9U);
}

TEST_F(RecorderTest, PicturesOfOtherSizesAreFittedIn) {
  Recorder recorder(8, 10s);
  ASSERT_TRUE(recorder.start(folder_ / "x.mp4", live(64, 64)).ok());
  EXPECT_TRUE(recorder.offer(quarters(24, 24, 0)));
  EXPECT_TRUE(recorder.offer(quarters(128, 128, 0)));
  EXPECT_TRUE(recorder.offer(image::Rgb8(128, 64, 255)));
  ASSERT_TRUE(recorder.stop().ok());
  const DecodedVideo video = decode(folder_ / "x.mp4");
  ASSERT_EQ(video.pictures.size(), 3U);
  EXPECT_LE(worst_difference(video.pictures[0], quarters(64, 64, 0)), 8);
  EXPECT_LE(worst_difference(video.pictures[1], quarters(64, 64, 0)), 8);
  EXPECT_NEAR(video.pictures[2].at(32, 32)[0], 255, 4) << "twice as wide: fills the width";
  EXPECT_NEAR(video.pictures[2].at(32, 4)[0], 0, 4) << "and leaves bars above";
}

TEST_F(RecorderTest, StartTellsWhyItCannot) {
  Recorder recorder;
  const Status missing = recorder.start(folder_ / "missing" / "x.mp4", live(64, 64));
  ASSERT_FALSE(missing.ok());
  EXPECT_THAT(missing.error().message, HasSubstr("does not exist"));
  EXPECT_EQ(recorder.status().state, RecorderState::idle);
  EXPECT_FALSE(recorder.offer(quarters(64, 64, 0)));
  EXPECT_FALSE(recorder.stop().ok());
  ASSERT_TRUE(recorder.start(folder_ / "x.mp4", live(64, 64)).ok());
  EXPECT_FALSE(recorder.start(folder_ / "y.mp4", live(64, 64)).ok());
}

TEST_F(RecorderTest, CudaMemoryIsRefused) {
  Recorder recorder;
  ASSERT_TRUE(recorder.start(folder_ / "x.mp4", live(64, 64)).ok());
  image::PlanarView view = image::own(std::vector<float>(3 * 64 * 64), 64, 64);
  view.memory = image::Memory::cuda;
  EXPECT_FALSE(recorder.offer(view));
  EXPECT_EQ(recorder.status().taken, 0);
}

TEST_F(RecorderTest, AFailedWriteEndsTheRecordingWithItsReasonAndItCanBeginAnew) {
  VideoOptions options = live(64, 64);
  options.encoders = {"no_such_encoder"};  // single pictures: the folder can be taken away under them
  Recorder recorder(2, 10s);
  ASSERT_TRUE(recorder.start(folder_ / "x.mp4", options).ok());
  fs::remove(folder_ / "x.frames");
  std::ofstream(folder_ / "x.frames") << "in the way";
  recorder.offer(quarters(64, 64, 0));
  const auto stopped = recorder.stop();
  ASSERT_FALSE(stopped.ok());
  EXPECT_THAT(stopped.error().message, HasSubstr("x.frames"));
  EXPECT_EQ(recorder.status().state, RecorderState::failed);
  EXPECT_FALSE(recorder.offer(quarters(64, 64, 0)));
  ASSERT_TRUE(recorder.start(folder_ / "y.mp4", live(64, 64)).ok());
  EXPECT_TRUE(recorder.offer(quarters(64, 64, 0)));
  EXPECT_TRUE(recorder.stop().ok());
}

class FullDisk : public RecordTest, public ::testing::WithParamInterface<const char*> {};

// A disk of 400 kB, in a mount namespace of a process of its own. What the parent must know goes through the
// exit status and files outside.
TEST_P(FullDisk, EndsTheRecordingAndLeavesWhatPlays) {
  constexpr int not_allowed = 77, ended = 3, silent = 4;
  const std::string name = GetParam();
  const fs::path disk = folder_ / "disk", kept = folder_ / "kept", message = folder_ / "message";
  fs::create_directory(disk);
  const pid_t child = fork();
  if (child == 0) {
    const bool apart = unshare(CLONE_NEWNS) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
    if (!apart || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=400k") != 0)
      _exit(not_allowed);
    Recorder recorder(4, 10s);
    if (!recorder.start(disk / name, live(128, 128))) _exit(silent);
    image::Rgb8 noise(128, 128);
    std::uint32_t random = 1;
    for (int i = 0; i < 400 && recorder.status().state == RecorderState::recording; ++i) {
      for (auto& value : noise.pixels)
        value = static_cast<std::uint8_t>((random = random * 1664525 + 1013904223) >> 24);
      recorder.offer(noise);
    }
    const auto stopped = recorder.stop();
    if (stopped.ok() || recorder.status().state != RecorderState::failed) _exit(silent);
    std::ofstream(message) << stopped.error().message;
    std::error_code failed;
    fs::copy(disk, kept, fs::copy_options::recursive, failed);
    _exit(failed ? silent : ended);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == not_allowed) GTEST_SKIP() << "this machine lets nobody mount a small disk";
  ASSERT_EQ(WEXITSTATUS(status), ended);
  std::string said;
  std::ifstream in(message);
  std::getline(in, said);
  EXPECT_THAT(said, HasSubstr("the disk is full"));
  const fs::path file(name);
  if (file.has_filename()) {
    const std::string cut_short = file.stem().string() + "-cut-short" + file.extension().string();
    EXPECT_THAT(said, HasSubstr((disk / cut_short).string()));
    EXPECT_GE(decode(kept / cut_short).frames, 5);
  } else {
    EXPECT_THAT(said, HasSubstr("pictures before it stand in " + (disk / name).string()));
    EXPECT_TRUE(fs::exists(kept / name / "000005.png"));
  }
}

INSTANTIATE_TEST_SUITE_P(All, FullDisk, ::testing::Values("x.mp4", "x.webm", "x.gif", "x/"),
                         [](const auto& test) {
                           const fs::path file(test.param);
                           return file.has_filename() ? file.extension().string().substr(1) : "pictures";
                         });

TEST_F(RecorderTest, AWebmComesBackToo) {
  Recorder recorder(4, 10s);
  ASSERT_TRUE(recorder.start(folder_ / "x.webm", live(64, 64)).ok());
  if (recorder.status().message.starts_with("PNG")) GTEST_SKIP() << "this libavcodec has no VP9 or VP8";
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(recorder.offer(quarters(64, 64, i)));
  const auto saved = recorder.stop();
  ASSERT_TRUE(saved.ok()) << saved.error().message;
  const DecodedVideo video = decode(*saved);
  EXPECT_THAT(video.codec, ::testing::StartsWith("vp"));
  ASSERT_EQ(video.pictures.size(), 20U);
  EXPECT_LE(worst_difference(video.pictures[10], quarters(64, 64, 10)), 8);
}

TEST_F(RecorderTest, APictureMayStandForWhatIsMissing) {
  Recorder recorder(4, 10s);
  EXPECT_FALSE(recorder.repeat(3)) << "there is no recording";
  ASSERT_TRUE(recorder.start(folder_ / "x.mp4", live(64, 64)).ok());
  EXPECT_FALSE(recorder.repeat(3)) << "and no picture";
  ASSERT_TRUE(recorder.offer(quarters(64, 64, 0)));
  EXPECT_TRUE(recorder.repeat(70));
  ASSERT_TRUE(recorder.offer(quarters(64, 64, 20)));
  while (recorder.status().written < 72) std::this_thread::yield();
  EXPECT_TRUE(recorder.repeat(4)) << "the picture is written already";
  ASSERT_TRUE(recorder.stop().ok());
  EXPECT_EQ(recorder.status().taken, 76);
  EXPECT_EQ(recorder.status().written, 76);
  const DecodedVideo video = decode(folder_ / "x.mp4");
  ASSERT_EQ(video.pictures.size(), 76U);
  EXPECT_LE(worst_difference(video.pictures[70], quarters(64, 64, 0)), 8);
  EXPECT_LE(worst_difference(video.pictures[71], quarters(64, 64, 20)), 8);
  EXPECT_LE(worst_difference(video.pictures[75], quarters(64, 64, 20)), 8);
}

TEST_F(RecorderTest, WhatWaitsIsBoundedInBytesToo) {
  Recorder recorder(32, 0ms, 3 * 64 * 64);
  ASSERT_TRUE(recorder.start(folder_ / "x.mp4", live(64, 64)).ok());
  // Shrinking the first picture keeps the thread busy while the others come.
  std::int64_t taken = recorder.offer(image::own(std::vector<float>(3 * 3000 * 3000), 3000, 3000)) ? 1 : 0;
  for (int i = 0; i < 8; ++i) taken += recorder.offer(quarters(64, 64, i)) ? 1 : 0;
  ASSERT_TRUE(recorder.stop().ok());
  EXPECT_LT(taken, 9) << "of 32 places";
  EXPECT_EQ(recorder.status().dropped, 9 - taken);
}

TEST_F(RecorderTest, RequestedStopFinishesInTheBackground) {
  Recorder recorder(16, 10s);
  ASSERT_TRUE(recorder.start(folder_ / "x.mp4", live(64, 64)).ok());
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(recorder.offer(quarters(64, 64, i)));
  recorder.request_stop();
  EXPECT_FALSE(recorder.offer(quarters(64, 64, 10)));
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (recorder.status().state == RecorderState::finishing && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(5ms);
  }
  EXPECT_EQ(recorder.status().state, RecorderState::idle);
  EXPECT_EQ(recorder.status().result, folder_ / "x.mp4");
  EXPECT_EQ(decode(folder_ / "x.mp4").pictures.size(), 10U);
}

TEST_F(RecorderTest, ManyThreadsMayOfferAndAsk) {
  Recorder recorder(4, 10s);
  ASSERT_TRUE(recorder.start(folder_ / "x.mp4", live(32, 32)).ok());
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&recorder] {
      for (int i = 0; i < 20; ++i) {
        recorder.offer(quarters(32, 32, i));
        static_cast<void>(recorder.status());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  ASSERT_TRUE(recorder.stop().ok());
  EXPECT_EQ(recorder.status().written, 60);
}

TEST_F(RecorderTest, TheDestructorSavesWhatWasRecorded) {
  {
    Recorder recorder;
    ASSERT_TRUE(recorder.start(folder_ / "x.mp4", live(32, 32)).ok());
    ASSERT_TRUE(recorder.offer(quarters(32, 32, 0)));
  }
  EXPECT_EQ(decode(folder_ / "x.mp4").pictures.size(), 1U);
}

}  // namespace
}  // namespace birddream::record
