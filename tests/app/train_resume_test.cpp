#include <csignal>
#include <filesystem>

#include "app/train_fixture.h"

namespace birddream::app {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

TEST_F(TrainCommand, CtrlCEndsItInOrderAndNothingIsLost) {
  std::vector<std::string> endless = {"train",  "--photos",       "photos", "-o",      "run", "--device",
                                      "cpu",    "--size",         "64",     "--batch", "2",   "--epochs",
                                      "100000", "--save-minutes", "0.0001"};
  {
    Running training = start_birddream(endless, folder_, {{"BIRDDREAM_ASSETS", assets_.string()}});
    ASSERT_TRUE(training.until([&] {
      return bytes("run/training.jsonl").find("\"step\":20") != std::string::npos;
    })) << training.said();
    training.signal(SIGINT);
    const Finished stopped = training.wait();
    EXPECT_EQ(stopped.code, 130) << stopped.err;
    EXPECT_THAT(stopped.err, HasSubstr("--resume goes on"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "run/series.json")) << "no checkpoint was due yet";
  const std::string state = bytes("run/resume.safetensors");
  expect_refusal(run(endless), 1, "there is a training already");
  EXPECT_TRUE(bytes("run/resume.safetensors") == state);
  endless.emplace_back("--resume");
  Running again = start_birddream(endless, folder_, {{"BIRDDREAM_ASSETS", assets_.string()}});
  EXPECT_TRUE(again.until([&] {
    return bytes("run/training.jsonl").find("\"step\":40") != std::string::npos;
  })) << again.said();
}

TEST_F(TrainCommand, ASeriesWithoutAStateIsNotGoneOnWith) {
  ASSERT_EQ(train({}).code, 0);
  const std::string weights = bytes("run/full-0.5.safetensors"), series = bytes("run/series.json");
  std::filesystem::remove(folder_ / "run/resume.safetensors");
  expect_refusal(train({"--resume"}), 1, "--from");
  EXPECT_TRUE(bytes("run/full-0.5.safetensors") == weights && bytes("run/series.json") == series);
}

TEST_F(TrainCommand, ASeriesThatIsThereIsNotOverwritten) {
  ASSERT_EQ(train({}).code, 0);
  const Finished again = train({});
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.err, HasSubstr("--resume"));
  EXPECT_EQ(train({"--resume"}).code, 0);
  const Finished other = train({"--resume", "--lr", "0.001"});
  EXPECT_EQ(other.code, 1);
  EXPECT_THAT(other.err, HasSubstr("another run: lr=0.005 there, lr=0.001 now. Give"));
}

TEST_F(TrainCommand, ProcessesThatBeginDifferentlyAllEnd) {
  const std::vector<std::string> options = {"--size", "64", "--epochs", "1"};
  // One has a state to go on with, the other has none: two machines without a shared folder.
  ASSERT_EQ(in_two([&](int) { return exactly("state", "2", options); })[0].code, 0);
  for (const bool state : {true, false}) {
    const auto ended = in_two([&](int rank) {
      std::vector<std::string> more = options;
      more.emplace_back("--resume");
      if (!state && rank == 1) more.insert(more.end(), {"--seed", "2"});
      return exactly(state && rank == 0 ? "state" : "none" + std::to_string(rank), "2", more);
    });
    for (const Finished& one : ended) {
      EXPECT_EQ(one.code, 1);
      EXPECT_THAT(one.err, HasSubstr("do not begin alike")) << one.err;
    }
  }
  EXPECT_FALSE(fs::exists(folder_ / "none0/resume.safetensors")) << "nothing was written";
}

TEST_F(TrainCommand, WhatOneProcessCannotBeginEndsBoth) {
  const auto ended = in_two([&](int rank) {
    return exactly("run", "2", {"--size", "64", "--epochs", "1", "--name", rank == 0 ? "birds" : "bi\trds"});
  });
  EXPECT_THAT(ended[0].err, HasSubstr("Another process could not begin"));
  EXPECT_THAT(ended[1].err, HasSubstr("no series could be written"));
}

TEST_F(TrainCommand, PhotosAreHeldOutByAFolderAListOrAnotherSeed) {
  for (const char* name : {"dark", "light_bird"}) {
    fs::create_directories(folder_ / "others" / name);
    fs::copy_file(folder_ / "photos" / name / "0.png", folder_ / "others" / name / "x.png");
  }
  const auto held = [&](const std::string& out, const std::vector<std::string>& how) {
    std::vector<std::string> more = how;
    more.insert(more.end(), {"--size", "64", "--epochs", "0.25"});
    return train_exactly(out, "2", more).err;
  };
  EXPECT_THAT(held("a", {"--held-out", "others"}), HasSubstr("8 photos to train on, 2 held out"));
  write("list", "dark/1.png\nlight_bird/0.png\nlight_bird/3.png\n");
  EXPECT_THAT(held("b", {"--held-out", "list"}), HasSubstr("5 photos to train on, 3 held out"));
  EXPECT_THAT(held("c", {"--held-out", "0.25"}), HasSubstr("held-out top-1"));
  EXPECT_THAT(held("c", {"--held-out", "0.25", "--resume", "--split-seed", "2"}), HasSubstr("another run"));
  const Finished measured = run({"evaluate", "--series", "c", "--photos", "photos", "--held-out", "0.25",
                                 "--split-seed", "2", "--device", "cpu", "--json", "x.json"});
  EXPECT_THAT(measured.out, HasSubstr("2 photos")) << measured.err;
  EXPECT_THAT(bytes("x.json"), HasSubstr("\"size\": 64")) << "as it was trained";
  EXPECT_EQ(run({"rebalance", "c/full-0.25.safetensors", "--photos", "photos", "--held-out", "0.25",
                 "--split-seed", "2", "-o", "even"})
                .code,
            0);
}

TEST_F(TrainCommand, SaysWhatBecomesOfTheLastLayer) {
  const std::vector<std::string> few = {"--size", "64", "--epochs", "0.25"};
  EXPECT_THAT(train_exactly("first", "2", few).err,
              HasSubstr("its last layer is new, its classes are others"));
  const auto from = [&](const std::string& file, const std::string& out, bool fresh) {
    std::vector<std::string> more = few;
    more.insert(more.end(), {"--from", file});
    if (fresh) more.emplace_back("--fresh-head");
    return train_exactly(out, "2", more).err;
  };
  const std::string first = "first/full-0.25.safetensors";
  EXPECT_THAT(from(first, "second", false), HasSubstr("last layer is kept"));
  EXPECT_THAT(from(first, "third", true), HasSubstr("new, as --fresh-head says"));
  fs::copy_file(folder_ / first, folder_ / "bare.safetensors");
  EXPECT_THAT(from("bare.safetensors", "fourth", false), HasSubstr("new, since nothing beside it says"));
  write("bare.json", R"({"architecture": "googlenet", "classes": ["dark", "light bird"]})");
  EXPECT_THAT(from("bare.safetensors", "fifth", false), HasSubstr("last layer is kept"));
  fs::copy_file(assets_ / "imagenet/googlenet.safetensors", folder_ / "wide.safetensors");
  fs::copy_file(folder_ / "bare.json", folder_ / "wide.json");
  EXPECT_THAT(from("wide.safetensors", "sixth", false), HasSubstr("knows 1000 classes"));
}

}  // namespace
}  // namespace birddream::app
