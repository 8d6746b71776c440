#include <nlohmann/json.hpp>

#include "app/cli_fixture.h"
#include "image/png.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

/// With a classifier of the user's own in the folder, my.pt.
class ModelOption : public CliTest {
 protected:
  void SetUp() override {
    CliTest::SetUp();
    const fs::path golden = fs::path(BIRDDREAM_SOURCE_DIR) / "tests/golden/script";
    fs::copy_file(golden / "tiny.pt", folder_ / "my.pt");
    fs::copy_file(golden / "tiny.json", folder_ / "my.json");
  }
};

TEST_F(ModelOption, DreamsAndRepeatsByteForByte) {
  const Finished made = dream({"--model", "my.pt", "--species", "king penguin", "-o", "a.png"});
  ASSERT_EQ(made.code, 0) << made.err;
  ASSERT_EQ(dream({"--model", "my.pt", "--species", "hen", "-o", "hen.png"}).code, 0);
  EXPECT_NE(bytes("a.png"), bytes("hen.png"));
  const Finished again = run({"dream", "--like", "a.png", "--model", "my.pt", "-o", "b.png"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(again.err.find("differ"), std::string::npos) << again.err;
  EXPECT_EQ(bytes("a.png"), bytes("b.png"));
  const auto info = nlohmann::json::parse(run({"info", "a.png", "--json"}).out);
  EXPECT_EQ(info["provenance"]["series"], "my");
  EXPECT_EQ(info["provenance"]["checkpoint"], "my.pt");
}

TEST_F(ModelOption, ARepetitionWithoutItSaysWhatIsMissing) {
  ASSERT_EQ(dream({"--model", "my.pt", "--species", "macaw", "-o", "a.png"}).code, 0);
  expect_refusal(run({"dream", "--like", "a.png", "-o", "b.png"}), 1, "--model");
  write("my.json", R"({"classes": ["hen", "macaw", "snowy owl", "king penguin"]})");
  const Finished other = run({"dream", "--like", "a.png", "--model", "my.pt", "-o", "b.png"});
  EXPECT_EQ(other.code, 0);
  EXPECT_THAT(other.err, HasSubstr("so it will differ"));
}

TEST_F(ModelOption, ClassifiesWithItsOwnNames) {
  ASSERT_TRUE(image::write_png(folder_ / "gray.png", image::Rgb8(96, 96, 99)).ok());
  const Finished seen =
      run({"classify", "gray.png", "--model", "my.pt", "--device", "cpu", "--json", "x.json"});
  ASSERT_EQ(seen.code, 0) << seen.err;
  const auto json = nlohmann::json::parse(bytes("x.json"));
  EXPECT_EQ(json["series"], "my");
  ASSERT_EQ(json["pictures"][0]["top"].size(), 4U);
  double sum = 0;
  for (const auto& guess : json["pictures"][0]["top"]) {
    sum += guess["probability"].get<double>();
    EXPECT_THAT(seen.out, HasSubstr(guess["name"].get<std::string>()));
  }
  EXPECT_NEAR(sum, 1, 1e-5);
}

TEST_F(ModelOption, ListsItsSpecies) {
  const Finished all = run({"species", "--model", "my.pt"});
  EXPECT_EQ(all.code, 0) << all.err;
  EXPECT_THAT(all.out, HasSubstr("snowy owl"));
  EXPECT_THAT(all.out, Not(HasSubstr("flamingo")));
}

TEST_F(ModelOption, MayStandInASeries) {
  write("series.json", R"({"architecture": "torchscript", "checkpoints": [{"file": "my.pt"}], "classes":
      [{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}]})");
  const Finished made = dream({"--series", ".", "--species", "b", "-o", "x.png"});
  EXPECT_EQ(made.code, 0) << made.err;
  write("series.json", R"({"architecture": "torchscript", "checkpoints": [{"file": "my.pt"}], "classes":
      [{"name": "a"}, {"name": "b"}]})");
  expect_refusal(dream({"--series", ".", "--species", "b", "-o", "x.png"}), 1, "4 classes");
}

TEST_F(ModelOption, JudgesWhatAnotherDreams) {
  write("series.json", R"({"architecture": "torchscript", "checkpoints": [{"file": "my.pt"}], "classes":
      [{"name": "hen"}, {"name": "macaw"}, {"name": "snowy owl"}, {"name": "king penguin"}]})");
  const std::vector<std::string> score = {"score",  "--series", ".",        "--steps", "2",
                                          "--size", "64",       "--device", "cpu"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), score.begin(), score.end());
    return run(more);
  };
  const Finished scored = with({"--judge-model", "my.pt", "--json", "x.json"});
  ASSERT_EQ(scored.code, 0) << scored.err;
  EXPECT_THAT(scored.out, HasSubstr("my.pt judges"));
  EXPECT_EQ(nlohmann::json::parse(bytes("x.json"))["count"], 4);
  expect_refusal(with({}), 2, "--judge-model");
  expect_refusal(with({"--judge-model", "my.pt", "--judge-series", "."}), 2, "--judge-series");
  expect_refusal(with({"--judge-model", "my.pt", "--judge", "0"}), 2, "--judge");
  write("my.json", R"({"classes": ["a", "b", "c", "d"]})");
  expect_refusal(with({"--judge-model", "my.pt"}), 1, "does not know hen");
}

TEST_F(ModelOption, MayBeWeightsOfAKnownArchitecture) {
  fs::copy_file(assets_ / "imagenet/googlenet.safetensors", folder_ / "own.safetensors");
  expect_refusal(dream({"--model", "own.safetensors", "--species", "hen", "-o", "x.png"}), 1,
                 R"("architecture")");
  write("own.json", R"({"architecture": "googlenet", "series": ")" + (assets_ / "imagenet").string() + "\"}");
  ASSERT_EQ(dream({"--model", "own.safetensors", "--species", "hen", "-o", "a.png"}).code, 0);
  ASSERT_EQ(dream({"--series", (assets_ / "imagenet").string(), "--species", "hen", "-o", "b.png"}).code, 0);
  const auto fingerprint = [&](const char* picture) {
    return nlohmann::json::parse(run({"info", picture, "--json"}).out)["provenance"]["fingerprint"];
  };
  EXPECT_EQ(fingerprint("a.png"), fingerprint("b.png"));
  EXPECT_EQ(run({"dream", "--like", "a.png", "--model", "own.safetensors", "-o", "c.png"}).code, 0);
  EXPECT_EQ(bytes("a.png"), bytes("c.png"));
  EXPECT_THAT(run({"species", "--model", "own.safetensors"}).out, HasSubstr("flamingo"));
  write("own.json", R"({"architecture": "googlenet", "classes": ["hen", "macaw"]})");
  expect_refusal(dream({"--model", "own.safetensors", "--species", "hen", "-o", "x.png"}), 1, "lists 2");
  write("own.json", R"({"architecture": "lenet", "classes": ["hen", "macaw"]})");
  expect_refusal(dream({"--model", "own.safetensors", "--species", "hen", "-o", "x.png"}), 1, "lenet");
}

TEST_F(ModelOption, RefusalsAreOneLine) {
  expect_refusal(dream({"--model", "my.pt", "--series", ".", "--species", "hen", "-o", "x.png"}), 2,
                 "--series");
  expect_refusal(dream({"--model", "my.pt", "--checkpoint", "0", "--species", "hen", "-o", "x.png"}), 2,
                 "--checkpoint");
  expect_refusal(dream({"--model", "no.pt", "--species", "hen", "-o", "x.png"}), 1, "no.pt: no such file");
  expect_refusal(dream({"--model", "my.pt", "--species", "flamingo", "-o", "x.png"}), 1, "flamingo");
  const Finished layer = dream({"--model", "my.pt", "--layer", "inception_4c", "-o", "x.png"});
  EXPECT_EQ(layer.code, 1);
  EXPECT_THAT(layer.err, HasSubstr("no layer 'inception_4c'"));
  write("my.pt", "damaged");
  expect_refusal(dream({"--model", "my.pt", "--species", "hen", "-o", "x.png"}), 1, "not a TorchScript file");
  expect_refusal(run({"view", "--model", "my.pt", "--species", "flamingo", "--headless", "--frames", "1",
                      "--out", "frames"}),
                 1, "flamingo");
}

}  // namespace
}  // namespace birddream::app
