#include "record/video_source.h"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>

#include "record/sound_track.h"
#include "record/test_pictures.h"
#include "record/video_writer.h"

namespace birddream::record {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class VideoSources : public RecordTest {
 protected:
  fs::path video(const char* name, const VideoOptions& options, int frames) {
    auto writer = VideoWriter::open(folder_ / name, options);
    EXPECT_TRUE(writer.ok()) << writer.error().message;
    for (int i = 0; i < frames; ++i)
      EXPECT_TRUE((*writer)->add(quarters(options.width, options.height, i)).ok());
    EXPECT_TRUE((*writer)->finish().ok());
    said_ = (*writer)->description();
    return folder_ / name;
  }

  /// Two seconds of a tone: 8 kHz, one channel, 16 bit.
  fs::path tone() {
    constexpr int rate = 8000, count = 2 * rate;
    const fs::path file = folder_ / "tone.wav";
    std::ofstream out(file, std::ios::binary);
    const auto put = [&](std::uint32_t value, int bytes) {
      for (int i = 0; i < bytes; ++i) out.put(static_cast<char>((value >> (8 * i)) & 255U));
    };
    out << "RIFF";
    put(36 + 2 * count, 4);
    out << "WAVEfmt ";
    put(16, 4), put(1, 2), put(1, 2), put(rate, 4), put(2 * rate, 4), put(2, 2), put(16, 2);
    out << "data";
    put(2 * count, 4);
    for (int i = 0; i < count; ++i)
      put(static_cast<std::uint16_t>(static_cast<std::int16_t>(9000 * std::sin(0.3 * i))), 2);
    return file;
  }

  std::string said_;
};

/// Every byte of the file's sound as it lies in its packets, which for PCM are the samples.
std::string sound_of(const fs::path& file) {
  AVFormatContext* raw = nullptr;
  std::string bytes;
  if (avformat_open_input(&raw, file.c_str(), nullptr, nullptr) < 0) return bytes;
  avformat_find_stream_info(raw, nullptr);
  const int sound = av_find_best_stream(raw, AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
  AVPacket* packet = av_packet_alloc();
  while (sound >= 0 && av_read_frame(raw, packet) >= 0) {
    if (packet->stream_index == sound) bytes.append(reinterpret_cast<char*>(packet->data), packet->size);
    av_packet_unref(packet);
  }
  av_packet_free(&packet);
  avformat_close_input(&raw);
  return bytes;
}

TEST_F(VideoSources, GiveEveryPictureOnceInOrder) {
  const fs::path file = video("a.mp4", {96, 64, 25}, 30);
  const auto source = VideoSource::open(file);
  ASSERT_TRUE(source.ok()) << source.error().message;
  const VideoFacts& facts = (*source)->facts();
  EXPECT_EQ(facts.width, 96);
  EXPECT_EQ(facts.height, 64);
  EXPECT_NEAR(facts.rate.per_second(), 25, 1e-6);
  EXPECT_EQ(facts.sound, "");
  for (int i = 0; i < 30; ++i) {
    const auto picture = (*source)->next();
    ASSERT_TRUE(picture.ok()) << picture.error().message;
    ASSERT_TRUE(picture->has_value()) << "picture " << i;
    EXPECT_LE(worst_difference(**picture, quarters(96, 64, i)), 10) << "picture " << i;
  }
  const auto end = (*source)->next();
  ASSERT_TRUE(end.ok());
  EXPECT_FALSE(end->has_value());
}

TEST_F(VideoSources, KeepARateThatIsNoWholeNumber) {
  VideoOptions options{64, 64, 30000};
  options.frame_base = 1001;
  const fs::path file = video("ntsc.mp4", options, 31);
  EXPECT_THAT(said_, HasSubstr("29.97 frames/s"));
  const auto source = VideoSource::open(file);
  ASSERT_TRUE(source.ok());
  EXPECT_NEAR((*source)->facts().rate.per_second(), 30000.0 / 1001, 1e-3);
  int count = 0;
  while (true) {
    const auto picture = (*source)->next();
    ASSERT_TRUE(picture.ok());
    if (!picture->has_value()) break;
    ++count;
  }
  EXPECT_EQ(count, 31);
}

TEST_F(VideoSources, SoundIsCopiedAsItIsUpToTheLastPicture) {
  VideoOptions options{64, 64, 25};
  options.sound = tone();
  const fs::path file = video("a.mkv", options, 75);  // longer than the sound
  EXPECT_THAT(said_, HasSubstr("sound as it was (pcm_s16le)"));
  const std::string samples = sound_of(options.sound);
  ASSERT_EQ(samples.size(), 32000U);
  EXPECT_EQ(sound_of(file), samples);
  const auto source = VideoSource::open(file);
  ASSERT_TRUE(source.ok());
  EXPECT_EQ((*source)->facts().sound, "pcm_s16le");

  options.sound = file;  // and on from there, into a shorter one
  const fs::path shorter = video("b.mkv", options, 25);
  const std::string part = sound_of(shorter);
  EXPECT_GE(part.size(), 16000U) << "a second of it";
  EXPECT_LE(part.size(), 16000U + 4096U) << "but for what a packet holds beyond";
  EXPECT_EQ(part, samples.substr(0, part.size()));
}

TEST_F(VideoSources, WhereAContainerDoesNotTakeTheSoundItIsSaid) {
  VideoOptions options{64, 64, 25};
  options.sound = tone();
  video("a.gif", options, 10);
  EXPECT_THAT(said_, HasSubstr("without sound: pcm_s16le does not go into .gif files, but into .mkv"));
  options.sound = folder_ / "missing.wav";
  video("b.mp4", options, 10);
  EXPECT_THAT(said_, HasSubstr("without sound"));
}

TEST_F(VideoSources, WhatIsNoVideoIsRefused) {
  EXPECT_THAT(VideoSource::open(folder_ / "none.mp4").error().message, HasSubstr("no such file"));
  std::ofstream(folder_ / "text.mp4") << std::string(5000, 'x');
  EXPECT_THAT(VideoSource::open(folder_ / "text.mp4").error().message, HasSubstr("text.mp4"));
  EXPECT_THAT(VideoSource::open(tone()).error().message, HasSubstr("no video in it"));
  // A playlist must not make it open other files.
  const fs::path inner = video("inner.mp4", {64, 64, 25}, 5);
  std::ofstream(folder_ / "list.mp4") << "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n";
  EXPECT_FALSE(VideoSource::open(folder_ / "list.mp4").ok());
}

TEST_F(VideoSources, ACutOffFileGivesWhatThereIs) {
  const fs::path file = video("whole.mkv", {96, 64, 25}, 60);
  std::ifstream in(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  std::ofstream(folder_ / "cut.mkv", std::ios::binary) << bytes.substr(0, bytes.size() / 2);
  const auto source = VideoSource::open(folder_ / "cut.mkv");
  ASSERT_TRUE(source.ok()) << source.error().message;
  int count = 0;
  while (count < 100) {
    const auto picture = (*source)->next();
    ASSERT_TRUE(picture.ok()) << picture.error().message;
    if (!picture->has_value()) break;
    ++count;
  }
  EXPECT_GT(count, 5);
  EXPECT_LT(count, 60);
}

TEST(VideoNames, AreToldByTheirEndings) {
  EXPECT_TRUE(is_video_name("holiday.MOV"));
  EXPECT_TRUE(is_video_name("a/b.webm"));
  EXPECT_FALSE(is_video_name("photo.jpg"));
  EXPECT_FALSE(is_video_name("mp4"));
}

}  // namespace
}  // namespace birddream::record
