#include <csignal>

#include "app/view_fixture.h"
#include "checkpoint/growing_series.h"
#include "image/png.h"
#include "record/session.h"
#include "record/snapshot.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

/// A window that follows a real training on two kinds of four small pictures each.
class ViewWatch : public ViewTest {
 protected:
  void SetUp() override {
    ViewTest::SetUp();
    write_photos();
  }
  /// Writes what it needs to go on after every step or so.
  Running train() const {
    return start_birddream(
        {"train", "--photos", "photos", "-o", "run", "--device", "cpu", "--size", "64", "--batch", "2",
         "--epochs", "2", "--checkpoints-at", "0,0.5,1", "--save-minutes", "0.0001", "--resume"},
        folder_, {{"BIRDDREAM_ASSETS", assets_.string()}});
  }
  std::size_t checkpoints() const {
    const auto growing = checkpoint::load_growing_series(folder_ / "run");
    return growing ? growing->series.checkpoints.size() : 0;
  }
  /// A file of weights that is being written.
  fs::path half_written() const {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder_ / "run", none)) {
      if (entry.path().string().ends_with(".part.safetensors")) return entry.path();
    }
    return {};
  }

  /// Kills it, without a word, while it has `least` checkpoints and is about to write something.
  void kill_while_it_writes(Running& training, std::size_t least) const {
    const bool writing = training.until([&] {
      if (checkpoints() < least || half_written().empty()) return false;
      training.signal(SIGSTOP);
      if (!half_written().empty()) return true;
      training.signal(SIGCONT);
      return false;
    });
    training.signal(SIGKILL);
    EXPECT_EQ(training.wait().code, 128 + SIGKILL);
    EXPECT_TRUE(writing) << training.said();
  }
};

TEST_F(ViewWatch, FollowsATrainingThatIsKilledAsItWritesAndGoesOn) {
  Running window = view(R"({"set": {"width": 64, "height": 64}, "do": "endless"},
                           {"checkpoints": 2},
                           {"seconds": 3, "do": "snapshot"},
                           {"checkpoints": 4},
                           {"seconds": 1.5, "do": "save_session"},
                           {"seconds": 0.5, "do": "quit"})",
                        {"--watch", "run"});
  ASSERT_TRUE(window.until([&] {
    return window.said().find("waiting for the first checkpoint") != std::string::npos;
  })) << window.said();
  {
    Running training = train();
    kill_while_it_writes(training, 2);
  }
  const auto left = checkpoint::load_growing_series(folder_ / "run");
  ASSERT_TRUE(left) << left.error().message;
  ASSERT_LT(left->series.checkpoints.size(), 4U) << "it was killed on its way";
  EXPECT_FALSE(half_written().empty());
  ASSERT_TRUE(window.until([&] { return !saved(".png").empty(); })) << window.said();
  const auto seen = record::read_provenance(saved(".png"));
  ASSERT_TRUE(seen) << seen.error().message;
  EXPECT_EQ(seen->checkpoint, left->series.checkpoints.back().file) << "the newest that is whole";
  Running again = train();
  const Finished trained = again.wait();
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_TRUE(half_written().empty()) << "what the killed one left is gone";
  const Finished finished = window.wait();
  EXPECT_EQ(finished.code, 0) << finished.err;

  const auto series = checkpoint::load_series(folder_ / "run");
  ASSERT_TRUE(series) << series.error().message;
  ASSERT_EQ(series->checkpoints.size(), 4U);
  const auto session = record::load_session(saved(".json"));
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_GE(session->changes.size(), 2U) << "the dream lived on under newer weights";
  EXPECT_EQ(session->changes.back().checkpoint, series->checkpoints.back().file)
      << "the slider stood at the newest and followed";
}

}  // namespace
}  // namespace birddream::app
