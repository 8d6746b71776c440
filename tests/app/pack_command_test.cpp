#include <filesystem>

#include "app/train_fixture.h"
#include "base/folder_lock.h"
#include "checkpoint/series.h"
#include "checkpoint/weights_file.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;

/// Commands that write a whole series, with a training in a folder of signs.
class SeriesWriting : public TrainCommand {
 protected:
  void SetUp() override {
    TrainCommand::SetUp();
    ASSERT_EQ(train({"--checkpoints-at", "0"}).code, 0);
    fs::rename(folder_ / "run", folder_ / "lr=1@x#1");
  }
  Finished pack(const std::vector<std::string>& checkpoints, const std::string& out,
                const std::string& base = BIRDDREAM_SOURCE_DIR
                "/assets/imagenet/googlenet.safetensors") const {
    std::vector<std::string> all = {"pack", "-o", out, "--base", base, "--name", "packed"};
    all.insert(all.end(), checkpoints.begin(), checkpoints.end());
    return run(all);
  }
  Finished blend(const std::string& out) const { return run({"blend", first_, last_, "-o", out}); }
  Finished rebalance(const std::string& checkpoint, const std::string& out) const {
    return run({"rebalance", checkpoint, "--photos", "photos", "-o", out});
  }
  std::size_t files_in(const std::string& folder) const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_ / folder), fs::directory_iterator()));
  }

  const std::string first_ = "lr=1@x#1/full-0.safetensors", last_ = "lr=1@x#1/full-0.5.safetensors";
};

TEST_F(SeriesWriting, NoneOverwritesATraining) {
  const std::string out = "lr=1@x#1";
  const std::string series = bytes(out + "/series.json"), weights = bytes(last_);
  expect_refusal(rebalance(last_, out), 1, "there is a training");
  expect_refusal(blend(out), 1, "there is a training");
  expect_refusal(pack({first_, last_}, out), 1, "there is a training");
  fs::remove(folder_ / out / "resume.safetensors");
  expect_refusal(rebalance(last_, out), 1, "there is another series, 'run'");
  expect_refusal(blend(out), 1, "there is another series");
  expect_refusal(pack({first_, last_}, out), 1, "there is another series");
  EXPECT_TRUE(bytes(out + "/series.json") == series && bytes(last_) == weights);
}

TEST_F(SeriesWriting, EachMayWriteItsOwnAgain) {
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(blend("mean").code, 0);
    EXPECT_EQ(rebalance(last_, "even").code, 0);
    EXPECT_EQ(pack({first_ + "@4", last_}, "small/").code, 0);
  }
  expect_refusal(blend("even"), 1, "there is another series");
  expect_refusal(rebalance(first_, "even"), 1, "there is another series");
  const auto held = FolderLock::take(folder_ / "mean");
  ASSERT_TRUE(held.ok());
  expect_refusal(blend("mean"), 1, "another process");
}

TEST_F(SeriesWriting, NoPriorIsTakenOutTwice) {
  ASSERT_EQ(rebalance(first_, "even0").code, 0);
  ASSERT_EQ(rebalance(last_, "even").code, 0);
  expect_refusal(rebalance("even/full-0.5.safetensors", "y"), 1, "already (rebalanced=0.7)");
  ASSERT_EQ(run({"blend", "even0/full-0.safetensors", "even/full-0.5.safetensors", "-o", "mean"}).code, 0);
  expect_refusal(rebalance("mean/averaged.safetensors", "y"), 1, "already (rebalanced=0.7)");
  ASSERT_EQ(train({"--prior", "0.7", "--epochs", "0.25"}).code, 0);
  expect_refusal(rebalance("run/full-0.25.safetensors", "y"), 1, "already (prior=0.7)");
  EXPECT_FALSE(fs::exists(folder_ / "y"));
}

TEST_F(SeriesWriting, APackedSeriesIsReplacedAsAWholeOrNotAtAll) {
  ASSERT_EQ(pack({first_ + "@4=before"}, "small/").code, 0);
  const std::string series = bytes("small/series.json"), weights = bytes("small/full-0.safetensors");
  const std::size_t files = files_in(".");
  expect_refusal(pack({first_ + "@5", "lr=1@x#1/none.safetensors"}, "small"), 1, "does not name");
  expect_refusal(pack({first_ + "@5", last_ + "@9"}, "small"), 2, "2 to 8");
  expect_refusal(pack({first_ + "@5", last_}, "small", "none.safetensors"), 1, "none.safetensors");
  EXPECT_TRUE(bytes("small/series.json") == series && bytes("small/full-0.safetensors") == weights);
  ASSERT_EQ(pack({first_ + "@5=before", last_}, "small").code, 0);
  EXPECT_EQ(files_in("."), files) << "nothing is left beside it";
  EXPECT_FALSE(bytes("small/full-0.safetensors") == weights);
  const auto packed = checkpoint::load_series(folder_ / "small");
  ASSERT_TRUE(packed) << packed.error().message;
  EXPECT_EQ(packed->checkpoints.front().title, "before");
  for (const auto& info : packed->checkpoints)
    EXPECT_TRUE(checkpoint::read_weights(folder_ / "small" / info.file)) << "its base is where it says";
}

}  // namespace
}  // namespace birddream::app
