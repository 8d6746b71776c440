#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/train_fixture.h"
#include "base/folder_lock.h"
#include "checkpoint/series.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

/// With a training of two checkpoints in run/.
class EvaluateCommand : public TrainCommand {
 protected:
  void SetUp() override {
    TrainCommand::SetUp();
    ASSERT_EQ(train({"--checkpoints-at", "0"}).code, 0);
  }
  Finished evaluate(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {"evaluate", "--series", "run",    "--photos", "photos",
                                          "--device", "cpu",      "--size", "64"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  bool has_figures(std::size_t checkpoint) const {
    return checkpoint::load_series(folder_ / "run")->checkpoints[checkpoint].metrics.contains("top1");
  }
};

TEST_F(EvaluateCommand, SavesTheFiguresOfAFileOfTheSeriesHoweverItIsNamed) {
  ASSERT_EQ(evaluate({"--checkpoint", "run/full-0.safetensors", "--save"}).code, 0);
  EXPECT_TRUE(has_figures(0) && !has_figures(1));
  ASSERT_EQ(evaluate({"--checkpoint", "1", "--save"}).code, 0);
  EXPECT_TRUE(has_figures(1));
  fs::copy_file(folder_ / "run/full-0.safetensors", folder_ / "other.safetensors");
  for (const char* none : {"0~1@0.5", "0^1", "other.safetensors"}) {
    expect_refusal(evaluate({"--checkpoint", none, "--save"}), 1, "is no checkpoint of the series");
    EXPECT_EQ(evaluate({"--checkpoint", none}).code, 0) << none;
  }
}

TEST_F(EvaluateCommand, SavesNothingBesideSomebodyWhoWrites) {
  const std::string series = bytes("run/series.json");
  const auto held = FolderLock::take(folder_ / "run");
  ASSERT_TRUE(held.ok());
  expect_refusal(evaluate({"--save"}), 1, "another process is writing in it");
  EXPECT_EQ(evaluate({}).code, 0) << "looking is free";
  EXPECT_EQ(bytes("run/series.json"), series);
}

TEST_F(EvaluateCommand, SaysWhereOtherPhotosWereHeldOutInTheTraining) {
  const auto warning = [&](const std::string& series, const std::vector<std::string>& how) {
    std::vector<std::string> more = {"--series", series};
    more.insert(more.end(), how.begin(), how.end());
    const Finished done = evaluate(more);
    EXPECT_EQ(done.code, 0) << done.err;
    return done.err;
  };
  EXPECT_THAT(warning("run", {"--held-out", "0.25"}), HasSubstr("nothing was held out in the training"));
  EXPECT_THAT(warning("run", {}), Not(HasSubstr("held out"))) << "of all photos nothing is claimed";
  ASSERT_EQ(train({"-o", "kept", "--held-out", "0.25", "--split-seed", "2"}).code, 0);
  EXPECT_THAT(warning("kept", {"--held-out", "0.25"}),
              HasSubstr("other photos were held out in the training (0.25/2/"));
  EXPECT_THAT(warning("kept", {"--held-out", "0.25", "--split-seed", "2"}), Not(HasSubstr("held out")));
}

TEST_F(EvaluateCommand, AReportThatCannotBeWrittenIsSaidBeforeTheWork) {
  ASSERT_TRUE(image::write_png(folder_ / "gray.png", image::Rgb8(96, 96, 99)).ok());
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"evaluate", "--series", "run", "--photos", "photos"},
        {"score", "--series", "run", "--judge-series", "run", "--steps", "1", "--size", "64"},
        {"classify", "gray.png"}}) {
    for (const auto& [file, why] : {std::pair("missing/x.json", "does not exist"), {"run", "is a folder"}}) {
      std::vector<std::string> arguments = command;
      arguments.insert(arguments.end(), {"--device", "cpu", "--json", file});
      expect_refusal(run(arguments), 1, why);
    }
  }
}

}  // namespace
}  // namespace birddream::app
