#include <sched.h>
#include <sys/mount.h>

#include <csignal>

#include "app/ffprobe.h"
#include "app/view_fixture.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ViewRecording = ViewTest;

const std::string records = std::string(small_dream_grows) + R"(, {"do": "record"})";
const std::string for_ever = R"(, {"seconds": 100000})";

/// Whether the video under way has at least so many bytes.
bool has_grown(const fs::path& file, std::uintmax_t bytes) {
  std::error_code none;
  return fs::exists(file, none) && fs::file_size(file, none) >= bytes;
}

TEST_F(ViewRecording, KilledItLeavesAPlayableFileAndTheNextStartSaysSo) {
  fs::path part;
  {
    Running program = view(records + for_ever);
    ASSERT_TRUE(program.until([&] {
      part = saved(".part.mp4");
      return !part.empty() && has_grown(part, 200'000);
    })) << program.said();
    program.signal(SIGKILL);
    EXPECT_EQ(program.wait().code, 128 + SIGKILL);
  }
  const record::DecodedVideo video = record::decode(part);
  ASSERT_TRUE(video.opened);
  EXPECT_EQ(video.width, 512);
  EXPECT_GE(video.frames, 10);
  EXPECT_EQ(frames_by_ffprobe(part), video.frames);
  Running next = view(R"({"step": 1, "do": "quit"})");
  EXPECT_EQ(next.wait().code, 0);
  EXPECT_EQ(saved(".part.mp4"), "");
  const fs::path own = saved("-cut-short.mp4");
  ASSERT_FALSE(own.empty());
  EXPECT_EQ(record::decode(own).frames, video.frames);
  EXPECT_EQ(frames_by_ffprobe(own), video.frames);
}

TEST_F(ViewRecording, ClosedItFinishesTheFileAndSaysSo) {
  Running program = view(records + for_ever);
  ASSERT_TRUE(program.until([&] {
    const fs::path part = saved(".part.mp4");
    return !part.empty() && has_grown(part, 100'000);
  })) << program.said();
  program.signal(SIGINT);
  const Finished finished = program.wait();
  EXPECT_EQ(finished.code, 0) << finished.err;
  const fs::path video = saved(".mp4");
  ASSERT_FALSE(video.empty());
  EXPECT_THAT(video.string(), ::testing::Not(HasSubstr(".part.")));
  EXPECT_THAT(finished.err, HasSubstr("saved the recording " + video.string()));
  EXPECT_GE(record::decode(video).frames, 10);
  EXPECT_EQ(frames_by_ffprobe(video), record::decode(video).frames);
}

TEST_F(ViewRecording, AClosedWindowFinishesOneOfItselfToo) {
  Running program =
      view(std::string(small_dream_grows) + R"(, {"do": "record_window"}, {"seconds": 2, "do": "quit"})");
  const Finished finished = program.wait();
  EXPECT_EQ(finished.code, 0) << finished.err;
  const fs::path video = saved(".mp4");
  ASSERT_FALSE(video.empty()) << finished.err;
  const record::DecodedVideo decoded = record::decode(video);
  EXPECT_EQ(decoded.width, 1600);
  EXPECT_EQ(decoded.height, 1000);
  EXPECT_GE(decoded.frames, 30);
}

// A disk of a megabyte under the pictures, in a mount namespace of the program's own, which is looked into
// from outside while it lives.
TEST_F(ViewRecording, AFullDiskIsSaidAndWhatFittedPlays) {
  const auto small_disk = [this] {
    const bool apart = unshare(CLONE_NEWNS) == 0 || unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
    return apart && mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           mount("tmpfs", pictures_.c_str(), "tmpfs", 0, "size=1m") == 0;
  };
  Running program = view(records + for_ever, {}, {}, small_disk);
  const bool full = program.until([&] { return program.said().find("disk is full") != std::string::npos; });
  if (!full && program.wait().code == not_prepared)
    GTEST_SKIP() << "this machine lets nobody mount a small disk";
  ASSERT_TRUE(full) << program.said();
  EXPECT_THAT(program.said(), HasSubstr("-cut-short.mp4"));
  const fs::path disk = "/proc/" + std::to_string(program.id()) + "/root" + pictures_.string();
  fs::path part;
  for (const auto& entry : fs::directory_iterator(disk)) part = entry.path();
  fs::copy_file(part, folder_ / "kept.mp4");
  EXPECT_GE(record::decode(folder_ / "kept.mp4").frames, 10);
  EXPECT_GE(frames_by_ffprobe(folder_ / "kept.mp4"), 10);
  EXPECT_TRUE(program.until([&] { return true; })) << "it goes on without the recording";
}

class MissingEncoders : public ViewRecording {
 protected:
  Finished record_without(const std::string& encoders) {
    Running program = view(
        records +
            R"(, {"step": 12}, {"seconds": 3, "step": 24, "do": "record"}, {"seconds": 1, "do": "quit"})",
        {}, {{"LD_PRELOAD", BIRDDREAM_NO_ENCODERS}, {"NO_ENCODERS", encoders}});
    return program.wait();
  }
};

TEST_F(MissingEncoders, WithoutH264ItIsMpeg4) {
  const Finished finished = record_without("libx264,libopenh264");
  EXPECT_EQ(finished.code, 0) << finished.err;
  const fs::path video = saved(".mp4");
  ASSERT_FALSE(video.empty()) << finished.err;
  const record::DecodedVideo decoded = record::decode(video);
  EXPECT_EQ(decoded.codec, "mpeg4");
  EXPECT_GE(decoded.frames, 10);
  EXPECT_EQ(frames_by_ffprobe(video), decoded.frames);
}

TEST_F(MissingEncoders, WithoutAnyItIsPictures) {
  const Finished finished = record_without("libx264,libopenh264,mpeg4");
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_EQ(saved(".mp4"), "");
  const fs::path frames = saved(".frames");
  ASSERT_FALSE(frames.empty()) << finished.err;
  EXPECT_TRUE(fs::exists(frames / "000010.png"));
}

TEST_F(MissingEncoders, TheCommandLineNamesWhatItTookInstead) {
  const Finished dreamt =
      run({"dream", "--device", "cpu", "--series", (assets_ / "birds").string(), "--species", "mallard",
           "--steps", "3", "--size", "64", "-o", "x.mp4"},
          {{"LD_PRELOAD", BIRDDREAM_NO_ENCODERS}, {"NO_ENCODERS", "libx264,libopenh264"}});
  EXPECT_EQ(dreamt.code, 0) << dreamt.err;
  EXPECT_THAT(dreamt.out, HasSubstr("MPEG-4 (mpeg4)"));
}

}  // namespace
}  // namespace birddream::app
