#include <algorithm>
#include <vector>

#include "app/view_fixture.h"
#include "image/png.h"
#include "record/session.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::vector<image::Rgb8> pictures_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<image::Rgb8> pictures;
  for (const fs::path& file : files) {
    auto read = image::read_png(file);
    EXPECT_TRUE(read) << read.error().message;
    if (read) pictures.push_back(std::move(read->picture));
  }
  return pictures;
}

bool same(const image::Rgb8& a, const image::Rgb8& b) {
  return a.width == b.width && a.height == b.height && a.pixels == b.pixels;
}

/// A dream that was steered in every way while each of its steps was recorded, and its session.
class ViewReplay : public ViewTest {
 protected:
  void SetUp() override {
    ViewTest::SetUp();
    Running program = view(R"(
      {"species": "mallard", "set": {"width": 64, "height": 64, "steps": 400, "seed": 5}},
      {"step": 1, "record_as": "pictures", "do": "record"},
      {"step": 3, "do": "restart"},
      {"seconds": 0.1},
      {"step": 3, "set": {"learning_rate": 0.2, "jitter": 20}},
      {"step": 6, "checkpoint": "1"},
      {"step": 9, "checkpoint": "1~2@0.5"},
      {"step": 12, "checkpoint": "2^0", "do": "endless"},
      {"step": 15, "checkpoint": "robust-5.safetensors"},
      {"step": 18, "set": {"optimiser": "sgd", "blur_min": 0.3, "blur_max": 0.3}},
      {"step": 21, "set": {"optimiser": "adam", "flip": "none"}},
      {"step": 24, "set": {"zoom": 1.5, "turn": 0.7, "zoom_every": 3}, "do": "endless"},
      {"step": 30, "do": "run"},
      {"seconds": 0.5, "do": "save_session"},
      {"seconds": 0.2, "do": "record"},
      {"seconds": 1, "do": "quit"})");
    const Finished finished = program.wait();
    ASSERT_EQ(finished.code, 0) << finished.err;
    session_file_ = saved(".json");
    recording_ = saved("-frames");
    ASSERT_FALSE(session_file_.empty() || recording_.empty()) << finished.err;
    auto session = record::load_session(session_file_);
    ASSERT_TRUE(session) << session.error().message;
    session_ = std::move(session).value();
  }
  /// `birddream render SESSION` of the session in that file.
  Finished render(const fs::path& session, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {"render", session.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  fs::path session_file_, recording_;
  record::Session session_;
};

TEST_F(ViewReplay, TheRenderedPicturesAreTheLiveOnesToTheBit) {
  EXPECT_GE(session_.changes.size(), 5U)
      << "of nine changes, some of which meet in a step where the window is slow";
  // The window enlarges dreams below 512 px for the players' sake.
  const Finished rendered =
      render(session_file_, {"--scale", "8", "--hold", "0", "--fps", "12", "-o", "again/"});
  ASSERT_EQ(rendered.code, 0) << rendered.err;
  const std::vector<image::Rgb8> live = pictures_in(recording_), again = pictures_in(folder_ / "again");
  ASSERT_EQ(again.size(), static_cast<std::size_t>(session_.steps) + 1) << "the start and every step";
  // Before the restart the recording saw another dream, for as many steps as a busy machine left in between.
  ASSERT_GE(live.size(), again.size());
  const std::size_t before = live.size() - again.size();
  int different = 0;
  for (std::size_t i = 0; i < again.size(); ++i) {
    EXPECT_TRUE(same(live[before + i], again[i])) << "step " << i;
    different += i > 0 && !same(again[i], again[i - 1]) ? 1 : 0;
  }
  EXPECT_EQ(different, session_.steps) << "every step changes the picture";
}

TEST_F(ViewReplay, AtAnotherRateAndLargerItIsTheSamePath) {
  const Finished rendered =
      render(session_file_, {"--every", "4", "--fps", "12", "--hold", "1", "-o", "slow.mp4"});
  ASSERT_EQ(rendered.code, 0) << rendered.err;
  const record::DecodedVideo slow = record::decode(folder_ / "slow.mp4");
  EXPECT_NEAR(slow.frames_per_second, 12, 0.1);
  EXPECT_EQ(slow.width, 64);
  EXPECT_EQ(slow.frames, 1 + (session_.steps + 3) / 4 + 12) << "the start, every fourth, the last, a second";

  const Finished larger = render(session_file_, {"--size", "96", "-o", "larger.png"});
  ASSERT_EQ(larger.code, 0) << larger.err;
  EXPECT_THAT(larger.out, HasSubstr("96x96, " + std::to_string(session_.steps) + " steps"));
  record::Session by_hand = session_;
  for (record::SessionChange& change : by_hand.changes) change.params.width = change.params.height = 96;
  ASSERT_TRUE(record::save_session(folder_ / "by_hand.json", by_hand).ok());
  ASSERT_EQ(render(folder_ / "by_hand.json", {"-o", "by_hand.png"}).code, 0);
  EXPECT_EQ(bytes("larger.png"), bytes("by_hand.png"));
}

}  // namespace
}  // namespace birddream::app
