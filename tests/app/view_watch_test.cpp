#include <csignal>

#include "app/view_fixture.h"
#include "checkpoint/growing_series.h"
#include "image/png.h"
#include "record/session.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

/// A window that follows a real training on two kinds of four small pictures each.
class ViewWatch : public ViewTest {
 protected:
  void SetUp() override {
    ViewTest::SetUp();
    for (const auto& [name, gray] : {std::pair("dark", 40), {"light_bird", 220}}) {
      fs::create_directories(folder_ / "photos" / name);
      for (int i = 0; i < 4; ++i) {
        const image::Rgb8 picture(40, 30, static_cast<std::uint8_t>(gray + i));
        ASSERT_TRUE(image::write_png(folder_ / "photos" / name / (std::to_string(i) + ".png"), picture).ok());
      }
    }
  }
  Running train() const {
    return start_birddream(
        {"train", "--photos", "photos", "-o", "run", "--device", "cpu", "--size", "64", "--batch", "2",
         "--epochs", "3", "--checkpoints-at", "0,1,2", "--save-minutes", "0.001", "--resume"},
        folder_, {{"BIRDDREAM_ASSETS", assets_.string()}});
  }
  std::size_t checkpoints() const {
    const auto growing = checkpoint::load_growing_series(folder_ / "run");
    return growing ? growing->series.checkpoints.size() : 0;
  }
};

TEST_F(ViewWatch, FollowsATrainingThatIsKilledAndGoesOn) {
  Running window = view(R"({"set": {"width": 64, "height": 64}, "do": "endless"},
                           {"checkpoints": 2, "do": "snapshot"},
                           {"checkpoints": 4},
                           {"seconds": 1, "do": "save_session"},
                           {"seconds": 0.2, "do": "quit"})",
                        {"--watch", "run"});
  ASSERT_TRUE(window.until(
      [&] { return window.said().find("waiting for the first checkpoint") != std::string::npos; }));
  {
    Running training = train();
    ASSERT_TRUE(training.until([&] { return checkpoints() >= 2; })) << training.said();
    ASSERT_TRUE(window.until([&] { return !saved(".png").empty(); })) << window.said();
    training.signal(SIGKILL);
    training.wait();
  }
  Running training = train();
  const Finished trained = training.wait();
  ASSERT_EQ(trained.code, 0) << trained.err;
  const Finished finished = window.wait();
  EXPECT_EQ(finished.code, 0) << finished.err;
  const auto session = record::load_session(saved(".json"));
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_GE(session->changes.size(), 2U) << "the dream lived on under newer weights";
  const auto series = checkpoint::load_series(folder_ / "run");
  ASSERT_TRUE(series);
  EXPECT_EQ(session->changes.back().checkpoint, series->checkpoints.back().file)
      << "the slider stood at the newest and followed";
}

}  // namespace
}  // namespace birddream::app
