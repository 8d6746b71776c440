#include "record/video_writer.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>

#include "record/part_file.h"
#include "record/test_pictures.h"
#include "record/video_reader.h"

namespace birddream::record {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

struct Case {
  std::string file;
  std::string encoder;
  std::string codec;
};

class VideoFormats : public RecordTest, public ::testing::WithParamInterface<Case> {};

TEST_P(VideoFormats, CountSizeRateAndColoursComeBack) {
  constexpr int count = 40;
  VideoOptions options{96, 64, 25};
  options.encoders = {GetParam().encoder};
  const fs::path file = folder_ / GetParam().file;
  auto writer = VideoWriter::open(file, options);
  ASSERT_TRUE(writer.ok()) << writer.error().message;
  if ((*writer)->description().starts_with("PNG"))
    GTEST_SKIP() << "this libavcodec has no " << GetParam().encoder;
  EXPECT_THAT((*writer)->description(), HasSubstr(GetParam().encoder));
  EXPECT_THAT((*writer)->description(), HasSubstr("25 frames/s"));
  for (int i = 0; i < count; ++i) ASSERT_TRUE((*writer)->add(quarters(96, 64, i)).ok());
  EXPECT_FALSE(fs::exists(file)) << "the final name appears only when the video is whole";
  ASSERT_TRUE((*writer)->finish().ok());
  EXPECT_EQ((*writer)->result(), file);

  const DecodedVideo video = decode(file);
  ASSERT_TRUE(video.opened);
  EXPECT_EQ(video.codec, GetParam().codec);
  EXPECT_EQ(video.width, 96);
  EXPECT_EQ(video.height, 64);
  EXPECT_NEAR(video.frames_per_second, 25, 0.5);
  ASSERT_EQ(video.pictures.size(), count);
  for (int i = 0; i < count; ++i) {
    EXPECT_LE(worst_difference(video.pictures[static_cast<std::size_t>(i)], quarters(96, 64, i)), 6)
        << "frame " << i;
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1) << "no temporary file stays";
}

INSTANTIATE_TEST_SUITE_P(All, VideoFormats,
                         ::testing::Values(Case{"a.mp4", "libx264", "h264"},
                                           Case{"b.mp4", "libopenh264", "h264"},
                                           Case{"c.mp4", "mpeg4", "mpeg4"}, Case{"d.mkv", "libx264", "h264"},
                                           Case{"e.webm", "libvpx-vp9", "vp9"},
                                           Case{"f.webm", "libvpx", "vp8"}),
                         [](const auto& test) { return std::string(1, test.param.file[0]); });

using VideoWriterTest = RecordTest;

TEST_F(VideoWriterTest, AGifKeepsItsPicturesInFewColours) {
  auto writer = VideoWriter::open(folder_ / "x.gif", {96, 64, 25});
  ASSERT_TRUE(writer.ok());
  if ((*writer)->description().starts_with("PNG")) GTEST_SKIP() << "this libavcodec writes no GIF";
  EXPECT_EQ((*writer)->description(), "GIF, 25 frames/s");
  for (int i = 0; i < 12; ++i) ASSERT_TRUE((*writer)->add(quarters(96, 64, i)).ok());
  ASSERT_TRUE((*writer)->finish().ok());
  const DecodedVideo video = decode(folder_ / "x.gif");
  ASSERT_TRUE(video.opened);
  EXPECT_EQ(video.codec, "gif");
  EXPECT_EQ(video.width, 96);
  EXPECT_NEAR(video.frames_per_second, 25, 0.5);
  EXPECT_EQ(video.frames, 12);
}

TEST_F(VideoWriterTest, H264IsTaggedBt709Limited) {
  auto writer = VideoWriter::open(folder_ / "x.mp4", {64, 64, 30});
  ASSERT_TRUE(writer.ok());
  ASSERT_TRUE((*writer)->add(quarters(64, 64, 0)).ok());
  ASSERT_TRUE((*writer)->finish().ok());
  const DecodedVideo video = decode(folder_ / "x.mp4");
  EXPECT_EQ(video.matrix, AVCOL_SPC_BT709);
  EXPECT_EQ(video.range, AVCOL_RANGE_MPEG);
}

TEST_F(VideoWriterTest, OddSizesArePaddedByTheirLastRowAndColumn) {
  auto writer = VideoWriter::open(folder_ / "odd.mp4", {65, 33, 30});
  ASSERT_TRUE(writer.ok());
  image::Rgb8 picture(65, 33, 200);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE((*writer)->add(picture).ok());
  ASSERT_TRUE((*writer)->finish().ok());
  const DecodedVideo video = decode(folder_ / "odd.mp4");
  EXPECT_EQ(video.width, 66);
  EXPECT_EQ(video.height, 34);
  ASSERT_EQ(video.pictures.size(), 3U);
  EXPECT_NEAR(video.pictures[0].at(65, 33)[1], 200, 3);
}

TEST_F(VideoWriterTest, AKilledRunLeavesAPlayableFile) {
  const fs::path file = folder_ / "killed.mp4";
  const pid_t child = fork();
  if (child == 0) {
    VideoOptions options{64, 64, 10};
    options.effort = Effort::live;  // one thread, short look-ahead
    auto writer = VideoWriter::open(file, options);
    if (!writer.ok()) _exit(1);
    for (int i = 0; i < 120; ++i) static_cast<void>((*writer)->add(quarters(64, 64, i)));
    raise(SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_FALSE(fs::exists(file));
  const DecodedVideo video = decode(folder_ / "killed.birddream.part.mp4");
  ASSERT_TRUE(video.opened);
  EXPECT_GE(video.pictures.size(), 50U);
  EXPECT_LE(worst_difference(video.pictures[10], quarters(64, 64, 10)), 6);
}

TEST_F(VideoWriterTest, AFullDiskIsSaidAndWhatWasWrittenStays) {
  const fs::path file = folder_ / "full.mp4";
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{600'000, RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &limit);
    VideoOptions options{128, 128, 10};
    options.effort = Effort::live;
    auto writer = VideoWriter::open(file, options);
    image::Rgb8 noise(128, 128);
    std::uint32_t random = 1;
    for (int i = 0; writer.ok() && i < 200; ++i) {
      for (auto& value : noise.pixels)
        value = static_cast<std::uint8_t>((random = random * 1664525 + 1013904223) >> 24);
      const Status added = (*writer)->add(noise);
      if (added) continue;
      const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
      setrlimit(RLIMIT_FSIZE, &unlimited);
      const bool repeats = (*writer)->add(noise).error().message == added.error().message;
      writer->reset();
      // The exit status carries what the parent cannot see; the message goes through a file.
      std::ofstream(folder_ / "message") << added.error().message;
      _exit(repeats ? 3 : 4);
    }
    _exit(5);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  ASSERT_EQ(WEXITSTATUS(status), 3);
  std::string message;
  std::ifstream in(folder_ / "message");
  std::getline(in, message);
  EXPECT_THAT(message, HasSubstr("full-cut-short.mp4"));
  EXPECT_THAT(message, HasSubstr("File too large"));
  EXPECT_GE(decode(folder_ / "full-cut-short.mp4").pictures.size(), 10U);
}

TEST_F(VideoWriterTest, APictureMayStandForManyFrames) {
  for (const char* name : {"x.mp4", "x.gif", "frames/"}) {
    auto writer = VideoWriter::open(folder_ / name, {64, 64, 10});
    ASSERT_TRUE(writer.ok()) << writer.error().message;
    ASSERT_TRUE((*writer)->add(quarters(64, 64, 0), 12).ok());
    ASSERT_TRUE((*writer)->add(quarters(64, 64, 20)).ok());
    ASSERT_TRUE((*writer)->finish().ok());
  }
  const DecodedVideo video = decode(folder_ / "x.mp4");
  ASSERT_EQ(video.pictures.size(), 13U);
  EXPECT_LE(worst_difference(video.pictures[11], quarters(64, 64, 0)), 8);
  EXPECT_LE(worst_difference(video.pictures[12], quarters(64, 64, 20)), 8);
  EXPECT_EQ(decode(folder_ / "x.gif").frames, 13);
  EXPECT_TRUE(fs::exists(folder_ / "frames/000013.png"));
  EXPECT_FALSE(fs::exists(folder_ / "frames/000014.png"));
}

TEST_F(VideoWriterTest, WhatIsBeingWrittenIsNotWrittenTwice) {
  auto writer = VideoWriter::open(folder_ / "x.mp4", {64, 64, 30});
  ASSERT_TRUE(writer.ok());
  ASSERT_TRUE((*writer)->add(quarters(64, 64, 0)).ok());
  const auto second = VideoWriter::open(folder_ / "x.mp4", {64, 64, 30});
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(second.error().message, HasSubstr("x.mp4: is being recorded already"));
  ASSERT_TRUE((*writer)->finish().ok()) << "and nothing of it was touched";
  EXPECT_EQ(decode(folder_ / "x.mp4").pictures.size(), 1U);
}

TEST_F(VideoWriterTest, ANameIsTakenByWhatAWriterMayHaveLeftToo) {
  EXPECT_FALSE(is_taken(folder_ / "x.mp4"));
  std::ofstream(folder_ / "a.mp4") << "a video";
  EXPECT_TRUE(is_taken(folder_ / "a.mp4"));
  std::ofstream(part_name(folder_ / "b.mp4")) << "of one that was killed";
  EXPECT_TRUE(is_taken(folder_ / "b.mp4"));
  fs::create_directory(folder_ / "c.frames");
  EXPECT_TRUE(is_taken(folder_ / "c.mp4")) << "pictures of one without an encoder";
  EXPECT_FALSE(is_taken(folder_ / "c.png"));
}

TEST_F(VideoWriterTest, WithoutFinishTheTemporaryFileGoes) {
  {
    auto writer = VideoWriter::open(folder_ / "x.mp4", {64, 64, 30});
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE((*writer)->add(quarters(64, 64, 0)).ok());
    EXPECT_TRUE(fs::exists(folder_ / "x.birddream.part.mp4"));
  }
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(VideoWriterTest, NoEncoderGivesNumberedPictures) {
  VideoOptions options{32, 16, 30};
  options.encoders = {"no_such_encoder"};
  auto writer = VideoWriter::open(folder_ / "x.mp4", options);
  ASSERT_TRUE(writer.ok()) << writer.error().message;
  EXPECT_THAT((*writer)->description(), HasSubstr("no video encoder found"));
  EXPECT_THAT((*writer)->description(), HasSubstr("x.frames/"));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE((*writer)->add(quarters(32, 16, i)).ok());
  ASSERT_TRUE((*writer)->finish().ok());
  EXPECT_EQ((*writer)->result(), folder_ / "x.frames");
  EXPECT_TRUE(fs::exists(folder_ / "x.frames/000001.png"));
  EXPECT_TRUE(fs::exists(folder_ / "x.frames/000003.png"));
  EXPECT_FALSE(fs::exists(folder_ / "x.mp4"));
}

TEST_F(VideoWriterTest, BadRequestsAreRefusedWithTheirReason) {
  const auto refusal = [](const fs::path& file, const VideoOptions& options) {
    auto writer = VideoWriter::open(file, options);
    return writer.ok() ? std::string("accepted") : writer.error().message;
  };
  EXPECT_THAT(refusal(folder_ / "x.avi", {64, 64, 30}), HasSubstr(".mp4, .mkv, .webm, .gif"));
  EXPECT_THAT(refusal(folder_ / "x.mp4", {0, 64, 30}), HasSubstr("0x64"));
  EXPECT_THAT(refusal(folder_ / "x.mp4", {64, 100'000, 30}), HasSubstr("8192"));
  EXPECT_THAT(refusal(folder_ / "x.mp4", {64, 64, 0}), HasSubstr("frames/s"));
  EXPECT_THAT(refusal(folder_ / "missing" / "x.mp4", {64, 64, 30}), HasSubstr("does not exist"));
  EXPECT_THAT(refusal("", {64, 64, 30}), HasSubstr("file name"));
  std::ofstream(folder_ / "file") << "x";
  EXPECT_THAT(refusal(folder_ / "file" / "x.mp4", {64, 64, 30}), HasSubstr("does not exist"));
  EXPECT_THAT(refusal(folder_ / "file" / "frames" / "", {64, 64, 30}), HasSubstr("frames"));
}

TEST_F(VideoWriterTest, APictureOfAnotherSizeIsRefusedAndTheVideoGoesOn) {
  auto writer = VideoWriter::open(folder_ / "x.mp4", {64, 64, 30});
  ASSERT_TRUE(writer.ok());
  const Status added = (*writer)->add(image::Rgb8(32, 64));
  ASSERT_FALSE(added.ok());
  EXPECT_THAT(added.error().message, HasSubstr("32x64"));
  EXPECT_TRUE((*writer)->add(image::Rgb8(64, 64)).ok());
  EXPECT_TRUE((*writer)->finish().ok());
}

TEST_F(VideoWriterTest, AVideoWithoutPicturesIsNotWritten) {
  auto writer = VideoWriter::open(folder_ / "x.mp4", {64, 64, 30});
  ASSERT_TRUE(writer.ok());
  EXPECT_FALSE((*writer)->finish().ok());
  writer->reset();
  EXPECT_TRUE(fs::is_empty(folder_));
}

}  // namespace
}  // namespace birddream::record
