#include <nlohmann/json.hpp>

#include "app/cli_fixture.h"
#include "record/session.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string assets = BIRDDREAM_SOURCE_DIR "/assets";

TEST_F(CliTest, HelpAndVersionAreGoodCommands) {
  const Finished help = run({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, HasSubstr("Examples:"));
  for (const char* command :
       {"view", "dream", "classify", "info", "convert", "species", "presets", "params", "showcase", "train",
        "evaluate", "sheet", "score", "pack", "blend", "rebalance", "render"}) {
    EXPECT_THAT(help.out, HasSubstr(command));
  }
  EXPECT_THAT(run({"dream", "--help"}).out, HasSubstr("--species"));
  EXPECT_EQ(run({"--version"}).out, "birddream 0.1.0\n");
}

TEST_F(CliTest, WrongUsageIsStatusTwoAndOneLine) {
  expect_refusal(run({"dreem"}), 2, "Did you mean 'dream'?");
  expect_refusal(dream({"--species", "hen", "--size", "12by12", "-o", "x.png"}), 2, "--size wants");
  expect_refusal(dream({"--species", "hen", "--set", "learning_rate=nan", "-o", "x.png"}), 2,
                 "learning_rate");
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(CliTest, WhatCannotBeDoneIsStatusOneAndOneLine) {
  expect_refusal(dream({"--species", "flamigo", "-o", "x.png"}), 1, "flamingo");
  expect_refusal(dream({"--species", "hen", "-o", "missing/x.png"}), 1, "does not exist");
  expect_refusal(dream({"--species", "hen", "-o", "missing/x.mp4"}), 1, "does not exist");
  write("file", "x");
  expect_refusal(dream({"--species", "hen", "-o", "file/x.png"}), 1, "does not exist");
  expect_refusal(dream({"--species", "hen", "--series", "missing", "-o", "x.png"}), 1, "missing");
  expect_refusal(dream({"--species", "hen", "--checkpoint", "99", "-o", "x.png"}), 1,
                 "There is no checkpoint '99'");
  expect_refusal(dream({"--species", "hen", "--checkpoint", "no.safetensors", "-o", "x.png"}), 1,
                 "no.safetensors");
}

TEST_F(CliTest, AWeightsFileIsProposedWhereOneIsTaken) {
  EXPECT_THAT(dream({"--species", "hen", "--checkpoint", "99", "-o", "x.png"}).err,
              HasSubstr("use last, or 0. A weights file"));
  const Finished sheet = run({"sheet", "--species", "hen", "--checkpoints", "99", "-o", "x.png"});
  expect_refusal(sheet, 1, "use last, or 0.");
  EXPECT_THAT(sheet.err, Not(HasSubstr("weights file")));
}

TEST_F(CliTest, AnUnknownLayerOrPhotoIsNamed) {
  const Finished layer = dream({"--layer", "inception_9z", "-o", "x.png"});
  EXPECT_EQ(layer.code, 1);
  EXPECT_THAT(layer.err, HasSubstr("inception_9z"));
  const Finished photo = dream({"--species", "hen", "--photo", "missing.jpg", "-o", "x.png"});
  EXPECT_EQ(photo.code, 1);
  EXPECT_THAT(photo.err, HasSubstr("missing.jpg"));
  EXPECT_FALSE(fs::exists(folder_ / "x.png"));
}

TEST_F(CliTest, TruncatedWeightsAreRefusedByName) {
  fs::path weights;
  for (const auto& entry : fs::directory_iterator(assets + "/imagenet")) {
    if (entry.path().extension() == ".safetensors") weights = entry.path();
  }
  ASSERT_FALSE(weights.empty()) << "no weights in assets/";
  fs::copy_file(weights, folder_ / "short.safetensors");
  fs::resize_file(folder_ / "short.safetensors", fs::file_size(weights) / 2);
  const Finished made = dream({"--species", "hen", "--checkpoint", "short.safetensors", "-o", "x.png"});
  expect_refusal(made, 1, "short.safetensors");
  expect_refusal(run({"info", "short.safetensors"}), 1, "short.safetensors");
  expect_refusal(run({"convert", "short.safetensors", "out.safetensors"}), 1, "short.safetensors");
  EXPECT_FALSE(fs::exists(folder_ / "out.safetensors"));
}

TEST_F(CliTest, ConvertedWeightsTellWhatTheyAre) {
  fs::path weights;
  for (const auto& entry : fs::directory_iterator(assets + "/imagenet")) {
    if (entry.path().extension() == ".safetensors") weights = entry.path();
  }
  const Finished made = run({"convert", weights.string(), "half.safetensors", "--to", "half"});
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("half.safetensors"));
  const auto info = nlohmann::json::parse(run({"info", "half.safetensors", "--json"}).out);
  EXPECT_EQ(info["kind"], "weights");
  for (const auto& tensor : info["tensors"]) EXPECT_EQ(tensor["dtype"], "F16") << tensor["name"];
  EXPECT_THAT(run({"info", "half.safetensors"}).out, HasSubstr("F16"));
}

TEST_F(CliTest, ListsAreForPeopleAndScripts) {
  const Finished birds = run({"species"});
  EXPECT_EQ(birds.code, 0);
  EXPECT_THAT(birds.out, HasSubstr("flamingo"));
  const Finished some = run({"species", "humming"});
  EXPECT_THAT(some.out, HasSubstr("hummingbird"));
  EXPECT_THAT(some.out, Not(HasSubstr("flamingo")));
  EXPECT_GT(run({"species", "--all", "--series", assets + "/imagenet"}).out.size(),
            run({"species", "--series", assets + "/imagenet"}).out.size());
  EXPECT_THAT(run({"presets"}).out, StartsWith("birds "));
  const std::string table = run({"params"}).out;
  EXPECT_THAT(table, HasSubstr("learning_rate"));
  EXPECT_EQ(run({"dream", "--set", "help"}).out, table);
}

TEST_F(CliTest, InfoOfASeries) {
  const Finished text = run({"info", assets + "/imagenet"});
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("1000 classes"));
  const auto info = nlohmann::json::parse(run({"info", assets + "/imagenet", "--json"}).out);
  EXPECT_EQ(info["kind"], "series");
  EXPECT_EQ(info["architecture"], "googlenet");
  EXPECT_EQ(info["birds"], 59);
  EXPECT_GT(info["checkpoints"][0]["bytes"], 1'000'000);
}

TEST_F(CliTest, InfoOfASessionAndOfAClassifierOfOnesOwn) {
  record::Session session;
  session.program_version = "0.1.0";
  session.series = "Birds";
  session.steps = 7;
  session.changes.resize(2);
  session.changes[0].checkpoint = "last";
  session.changes[1] = session.changes[0];
  session.changes[1].step = 3;
  session.changes[1].params.learning_rate *= 2;
  ASSERT_TRUE(record::save_session(folder_ / "session.json", session).ok());
  const Finished text = run({"info", "session.json"});
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("session, 7 steps of 'Birds'"));
  EXPECT_THAT(text.out, HasSubstr("changed 1 time, last at step 3"));
  EXPECT_THAT(text.out, HasSubstr("learning_rate = "));
  EXPECT_EQ(nlohmann::json::parse(run({"info", "session.json", "--json"}).out)["kind"], "session");
  write("session.json", "{}");
  expect_refusal(run({"info", "session.json"}), 1, "session.json");
  const std::string golden = BIRDDREAM_SOURCE_DIR "/tests/golden/script/";
  const Finished model = run({"info", golden + "tiny.pt"});
  EXPECT_EQ(model.code, 0) << model.err;
  EXPECT_THAT(model.out, HasSubstr("4 classes"));
  EXPECT_EQ(nlohmann::json::parse(run({"info", golden + "tiny.pt", "--json"}).out)["classes"], 4);
}

TEST_F(CliTest, ASeriesWithoutBirdsSaysSo) {
  fs::copy(assets + "/imagenet/series.json", folder_ / "series.json");
  auto series = nlohmann::json::parse(bytes("series.json"));
  for (auto& one : series["classes"]) one["bird"] = false;
  write("series.json", series.dump());
  expect_refusal(run({"species", "--series", "."}), 1, "None of the 1000 classes");
  EXPECT_EQ(run({"species", "--series", ".", "--all"}).code, 0);
}

TEST_F(CliTest, TheWindowLeavesNothingInTheFolderItWasStartedIn) {
  if (std::getenv("DISPLAY") == nullptr) GTEST_SKIP() << "no display";
  std::map<std::string, std::string> own = {{"XDG_CONFIG_HOME", (folder_ / "config").string()}};
  for (const char* name : {"DISPLAY", "XAUTHORITY"}) {
    if (const char* value = std::getenv(name); value != nullptr) own[name] = value;
  }
  const Finished shown = run({"view", "--frames", "3", "--device", "cpu"}, own);
  ASSERT_EQ(shown.code, 0) << shown.err;
  std::vector<std::string> there;
  for (const auto& entry : std::filesystem::directory_iterator(folder_))
    there.push_back(entry.path().filename());
  EXPECT_THAT(there, testing::ElementsAre("config"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "config" / "birddream" / "layout.ini"));
}

}  // namespace
}  // namespace birddream::app
