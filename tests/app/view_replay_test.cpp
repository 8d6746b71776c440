#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

#include "app/view_fixture.h"
#include "record/session.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string content(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> frames_in(const fs::path& folder) {
  std::vector<fs::path> frames;
  for (const auto& entry : fs::directory_iterator(folder)) frames.push_back(entry.path());
  std::ranges::sort(frames);
  return frames;
}

/// A dream that is steered in every way while every step is recorded, and its session.
class ViewReplay : public ViewTest {
 protected:
  void steer() {
    Running program = view(std::string(small_dream_waits) + R"(,
      {"record_as": "pictures", "do": "record"},
      {"seconds": 0.5, "do": "run"},
      {"step": 5, "set": {"learning_rate": 0.2, "jitter": 20}},
      {"step": 9, "checkpoint": "1"},
      {"step": 13, "checkpoint": "1~2@0.5"},
      {"step": 17, "checkpoint": "2^0"},
      {"step": 21, "checkpoint": "robust-5.safetensors"},
      {"step": 25, "set": {"optimiser": "sgd", "blur_min": 0.3, "blur_max": 0.3}},
      {"step": 29, "set": {"optimiser": "adam", "flip": "none", "steps": 48}},
      {"step": 33, "do": "endless"},
      {"step": 37, "do": "endless"},
      {"step": 48},
      {"seconds": 0.5, "do": "save_session"},
      {"do": "record"},
      {"seconds": 1, "do": "quit"})");
    const Finished finished = program.wait();
    ASSERT_EQ(finished.code, 0) << finished.err;
    session_ = saved(".json");
    live_ = saved("-frames");
    ASSERT_FALSE(session_.empty() || live_.empty()) << finished.err;
  }
  Finished render(const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"render", session_.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  fs::path session_, live_;
};

TEST_F(ViewReplay, TheRenderedFramesAreTheLiveOnesToTheByte) {
  steer();
  const auto session = record::load_session(session_);
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_EQ(session->steps, 48);
  EXPECT_GE(session->changes.size(), 10U);
  // The window enlarges small dreams for players: eight times.
  const Finished rendered = render({"--scale", "8", "--hold", "0", "-o", "again/"});
  ASSERT_EQ(rendered.code, 0) << rendered.err;
  const auto live = frames_in(live_), again = frames_in(folder_ / "again");
  ASSERT_EQ(live.size(), 49U) << "the start and every step, however fast they came";
  ASSERT_EQ(again.size(), live.size());
  for (std::size_t i = 0; i < live.size(); ++i)
    EXPECT_EQ(content(live[i]) == content(again[i]), true) << "step " << i;
}

TEST_F(ViewReplay, AnotherRateAndSizeAreTheSamePath) {
  steer();
  const Finished rendered = render({"--every", "4", "--fps", "12", "--hold", "1", "-o", "slow.mp4"});
  ASSERT_EQ(rendered.code, 0) << rendered.err;
  EXPECT_THAT(rendered.out, HasSubstr("12 frames/s"));
  const record::DecodedVideo slow = record::decode(folder_ / "slow.mp4");
  EXPECT_NEAR(slow.frames_per_second, 12, 0.1);
  EXPECT_EQ(slow.width, 64);
  EXPECT_EQ(slow.frames, 48 / 4 + 1 + 12);
  const Finished larger = render({"--size", "128", "--steps", "16", "-o", "large.png"});
  ASSERT_EQ(larger.code, 0) << larger.err;
  EXPECT_THAT(larger.out, HasSubstr("128x128, 16 steps"));
}

}  // namespace
}  // namespace birddream::app
