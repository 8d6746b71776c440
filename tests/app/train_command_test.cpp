#include <algorithm>
#include <cmath>
#include <filesystem>

#include "app/train_fixture.h"
#include "base/folder_lock.h"
#include "checkpoint/series.h"
#include "checkpoint/weights_file.h"

namespace birddream::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(TrainCommand, TwoAreNotWrittenIntoOneFolder) {
  const auto other = FolderLock::take(folder_ / "run");
  ASSERT_TRUE(other.ok()) << other.error().message;
  const Finished trained = train({"--resume"});
  EXPECT_EQ(trained.code, 1);
  EXPECT_THAT(trained.err, HasSubstr("run: another process is writing in it"));
  EXPECT_TRUE(std::filesystem::is_empty(folder_ / "run"));
}

TEST_F(TrainCommand, PhotosThatCannotBeReadAreCountedAtItsEnd) {
  write("photos/dark/x.png", "no picture");
  const Finished trained = train_exactly("run", "2", {"--size", "64", "--epochs", "4"});
  EXPECT_EQ(trained.code, 0);
  EXPECT_THAT(trained.err, HasSubstr("could not be read and were left out: 1\n"));
}

TEST_F(TrainCommand, TrainsASeriesThatTheOtherCommandsTake) {
  const Finished trained =
      train({"--held-out", "0.25", "--checkpoints-at", "0,0.34", "--precision", "bfloat16"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_THAT(trained.err, HasSubstr("2 classes; 6 photos to train on, 2 held out"));
  EXPECT_THAT(trained.err, HasSubstr("held-out top-1"));
  const Finished info = run({"info", "run"});
  EXPECT_EQ(info.code, 0) << info.err;
  EXPECT_THAT(info.out, HasSubstr("full-0.safetensors"));
  const Finished measured = run({"evaluate", "--series", "run", "--photos", "photos", "--size", "64",
                                 "--json", "figures.json", "--precision", "bfloat16"});
  ASSERT_EQ(measured.code, 0) << measured.err;
  EXPECT_THAT(bytes("run/series.json"), HasSubstr("precision=bf16"));
  EXPECT_EQ(std::ranges::count(measured.out, '\n'), 3);
  EXPECT_THAT(bytes("figures.json"), HasSubstr("\"light bird\""));
  const Finished dreamt = run({"dream", "--series", "run", "--species", "light bird", "--steps", "2",
                               "--size", "64", "--device", "cpu", "-o", "bird.png"});
  EXPECT_EQ(dreamt.code, 0) << dreamt.err;
}

TEST_F(TrainCommand, ASheetIsOfOneRecipeWhoeverMadeItsTiles) {
  ASSERT_EQ(train({"--checkpoints-at", "0"}).code, 0);
  const auto sheet = [&](const std::string& file, const std::string& seed,
                         const std::map<std::string, std::string>& environment = {}) {
    return run({"sheet", "--series", "run", "--species", "dark,light bird", "--steps", "1,2", "--size", "64",
                "--device", "cpu", "--seed", seed, "-o", file},
               environment);
  };
  ASSERT_EQ(sheet("sheet.png", "1").code, 0);
  ASSERT_EQ(sheet("alone.png", "2").code, 0);
  // The other process never comes, and tiles of another recipe are where its own would be.
  const Finished first = sheet("sheet.png", "2", {{"RANK", "0"}, {"WORLD_SIZE", "2"}});
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_TRUE(bytes("sheet.png") == bytes("alone.png"));
  ASSERT_EQ(sheet("second.png", "2", {{"RANK", "1"}, {"WORLD_SIZE", "2"}}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "second.png")) << "the first puts it together";
  EXPECT_FALSE(std::filesystem::exists(folder_ / "second_tiles/0_0_1.png"));
  EXPECT_TRUE(bytes("second_tiles/0_1_2.png") == bytes("alone_tiles/0_1_2.png"));
  expect_refusal(
      run({"sheet", "--series", "run", "--species", "dark", "--checkpoints", "0^1", "-o", "x.png"}), 1,
      "mixed of two checkpoints");
}

TEST_F(TrainCommand, ATrainingIsPackedIntoASmallSeries) {
  ASSERT_EQ(train({"--checkpoints-at", "0"}).code, 0);
  const std::string base = BIRDDREAM_SOURCE_DIR "/assets/imagenet/googlenet.safetensors";
  const Finished packed = run({"pack", "run/full-0.safetensors@4=before", "run/full-0.5.safetensors", "-o",
                               "small", "--base", base, "--name", "Two birds"});
  ASSERT_EQ(packed.code, 0) << packed.err;
  EXPECT_LT(std::filesystem::file_size(folder_ / "small" / "full-0.safetensors"), 20000U);
  EXPECT_LT(std::filesystem::file_size(folder_ / "small" / "full-0.5.safetensors"), 5000000U);
  const Finished info = run({"info", "small"});
  EXPECT_EQ(info.code, 0) << info.err;
  EXPECT_THAT(info.out, HasSubstr("before"));
  const Finished sheet = run({"sheet", "--series", "small", "--species", "dark,light bird", "--steps", "1,3",
                              "--size", "64", "--device", "cpu", "-o", "sheet.png"});
  ASSERT_EQ(sheet.code, 0) << sheet.err;
  const auto made = std::filesystem::last_write_time(folder_ / "sheet_tiles" / "1_1_3.png");
  EXPECT_EQ(run({"sheet", "--series", "small", "--species", "dark,light bird", "--steps", "1,3", "--size",
                 "64", "--device", "cpu", "-o", "sheet.png"})
                .code,
            0);
  EXPECT_EQ(std::filesystem::last_write_time(folder_ / "sheet_tiles" / "1_1_3.png"), made) << "made twice";
  const Finished scored = run({"score", "--series", "small", "--judge-series", "run", "--steps", "2",
                               "--size", "64", "--device", "cpu"});
  EXPECT_EQ(scored.code, 0) << scored.err;
  EXPECT_THAT(scored.out, HasSubstr("of 2 dreams"));
  ASSERT_EQ(run({"blend", "run/full-0.safetensors@3", "run/full-0.5.safetensors", "-o", "mean"}).code, 0);
  ASSERT_EQ(
      run({"evaluate", "--photos", "photos", "--series", "mean", "--size", "64", "--device", "cpu", "--save"})
          .code,
      0);
  EXPECT_TRUE(checkpoint::load_series(folder_ / "mean")->checkpoints.front().metrics.contains("top5"));
  ASSERT_EQ(run({"pack", "mean/averaged.safetensors@4=mean#full", "-o", "x/mean", "--base", base, "--name",
                 "x", "--measured", "mean"})
                .code,
            0);
  EXPECT_THAT(run({"pack", "mean/averaged.safetensors", "-o", "x/other", "--base", base, "--name", "x",
                   "--measured", "run"})
                  .err,
              HasSubstr("no averaged.safetensors is in that series"));
  const auto packed_mean = checkpoint::load_series(folder_ / "x/mean")->checkpoints.front();
  EXPECT_TRUE(packed_mean.metrics.contains("top5"));
  EXPECT_EQ(packed_mean.title, "mean");
  EXPECT_EQ(packed_mean.mode, "full");
  ASSERT_EQ(run({"rebalance", "run/full-0.5.safetensors", "--photos", "photos", "-o", "balanced"}).code, 0);
  ASSERT_EQ(run({"pack", "run/full-0.5.safetensors@4", "balanced/full-0.5.safetensors@4=even", "-o", "x/both",
                 "--base", base, "--name", "x"})
                .code,
            0);
  EXPECT_EQ(checkpoint::load_series(folder_ / "x/both")->checkpoints.back().file, "even.safetensors");
  const Finished twice = run({"pack", "run/full-0.5.safetensors", "balanced/full-0.5.safetensors", "-o",
                              "x/two", "--base", base, "--name", "x"});
  EXPECT_EQ(twice.code, 1);
  EXPECT_THAT(twice.err, HasSubstr("two checkpoints of this name"));
  EXPECT_EQ(run({"pack", "run/full-0.5.safetensors", "balanced/full-0.5.safetensors=../out", "-o", "x/two",
                 "--base", base, "--name", "x"})
                .code,
            1)
      << "a title is no path";
  EXPECT_THAT(checkpoint::load_series(folder_ / "balanced")->checkpoints.front().recipe,
              HasSubstr("rebalanced=0.7"));
  EXPECT_EQ(checkpoint::load_series(folder_ / "balanced")->checkpoints.front().parent,
            checkpoint::load_series(folder_ / "run")->checkpoints.front().parent)
      << "what the training began with, as series.h says";
  expect_refusal(run({"rebalance", "run/none.safetensors", "--photos", "photos", "-o", "y"}), 1,
                 "does not know");
  expect_refusal(run({"blend", "run/full-0.safetensors@x", "run/full-0.5.safetensors", "-o", "y"}), 2,
                 "share");
  expect_refusal(run({"pack", "run/none.safetensors", "-o", "x", "--base", base, "--name", "x"}), 1,
                 "does not name");
}

TEST_F(TrainCommand, TwoProcessesEndWithTheSameWeightsCloseToOneWithTheDoubledBatch) {
  const std::vector<std::string> options = {"--size", "64", "--epochs", "1"};
  train_in_two("two", "2", options);
  ASSERT_EQ(train_exactly("one", "4", options).code, 0);
  const auto one = checkpoint::read_weights(folder_ / "one" / "full-1.safetensors");
  const auto two = checkpoint::read_weights(folder_ / "two" / "full-1.safetensors");
  const auto start = checkpoint::read_weights(BIRDDREAM_SOURCE_DIR "/assets/imagenet/googlenet.safetensors");
  ASSERT_TRUE(one && two && start);
  double moved = 0, apart = 0;
  for (const auto& [name, tensor] : one->tensors) {
    if (name.starts_with("loss3")) continue;  // the fresh head is not the start's
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      moved += std::pow(static_cast<double>(tensor.values[i] - start->tensors.at(name).values[i]), 2);
      apart += std::pow(static_cast<double>(tensor.values[i] - two->tensors.at(name).values[i]), 2);
    }
  }
  EXPECT_GT(moved, 0);
  EXPECT_LT(apart, 1e-4 * moved);
}

// After one step the first layer's statistics, which nothing stands before, are those of all its pictures:
// their mean is the one that a single process finds.
TEST_F(TrainCommand, TwoProcessesKeepTheMeanOfTheirRunningStatistics) {
  const std::vector<std::string> options = {"--size",       "80",     "--epochs", "0.5",       "--arch",
                                            "inception_v4", "--from", "random",   "--average", "0"};
  train_in_two("two", "2", options);
  ASSERT_EQ(train_exactly("one", "4", options).code, 0);
  const auto one = checkpoint::read_weights(folder_ / "one" / "full-0.5.safetensors");
  const auto two = checkpoint::read_weights(folder_ / "two" / "full-0.5.safetensors");
  ASSERT_TRUE(one && two);
  const auto& expected = one->tensors.at("features.0.bn.running_mean").values;
  const auto& found = two->tensors.at("features.0.bn.running_mean").values;
  double moved = 0, apart = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    moved = std::max(moved, std::abs(static_cast<double>(found[i])));
    apart = std::max(apart, std::abs(static_cast<double>(found[i] - expected[i])));
  }
  EXPECT_GT(moved, 1e-3);
  // Sums of float32 in another order. The statistics of one process's pictures alone are a tenth away and
  // more.
  EXPECT_LT(apart, 1e-3 * moved);
}

TEST_F(TrainCommand, InceptionV4LearnsItsHeadAloneAndDreams) {
  const Finished trained = train({"--arch", "inception_v4", "--mode", "head", "--size", "80", "--epochs",
                                  "0.25", "--checkpoints-at", "0", "--average", "0"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  const auto before = checkpoint::read_weights(folder_ / "run" / "head-0.safetensors");
  const auto after = checkpoint::read_weights(folder_ / "run" / "head-0.25.safetensors");
  ASSERT_TRUE(before && after);
  for (const auto& [name, tensor] : before->tensors) {
    EXPECT_EQ(after->tensors.at(name).values == tensor.values, !name.starts_with("last_linear")) << name;
  }
  const Finished dreamt = run({"dream", "--series", "run", "--species", "light bird", "--steps", "2",
                               "--size", "75", "--device", "cpu", "-o", "bird.png"});
  ASSERT_EQ(dreamt.code, 0) << dreamt.err;
  EXPECT_THAT(dreamt.out, HasSubstr("75x75, 2 steps"));
}

TEST_F(TrainCommand, OptionsBesideAPresetChangeIt) {
  const Finished trained = train({"--lr", "0.002", "--preset", "original-2021"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_THAT(trained.err, HasSubstr("schedule=constant lr=0.002"));
  EXPECT_THAT(trained.err, HasSubstr("epochs=0.5"));
}

TEST_F(TrainCommand, ChoicesAreWordsInTheHelp) {
  const std::string help = run({"train", "--help"}).out;
  EXPECT_THAT(help, HasSubstr("{full,head}"));
  EXPECT_THAT(help, Not(HasSubstr("->")));
  const Finished trained = train({"--mode", "head", "--optimiser", "adamw", "--schedule", "constant"});
  ASSERT_EQ(trained.code, 0) << trained.err;
  EXPECT_THAT(trained.err, HasSubstr("mode=head"));
  EXPECT_THAT(trained.err, HasSubstr("optimiser=adamw schedule=constant"));
}

TEST_F(TrainCommand, BadInputIsOneClearLine) {
  expect_refusal(run({"train", "--photos", "nowhere", "-o", "x"}), 1, "no such folder");
  expect_refusal(run({"train", "--photos", "photos"}), 2, "--out");
  expect_refusal(run({"train", "--photos", "photos", "-o", "x", "--mode", "half"}), 2,
                 "--mode: half not in {full,head}");
  expect_refusal(run({"train", "--photos", "photos", "-o", "x", "--from", "none.safetensors"}), 1,
                 "none.safetensors");
  expect_refusal(run({"evaluate", "--photos", "photos"}), 1, "its classes are not those");
}

}  // namespace
}  // namespace birddream::app
