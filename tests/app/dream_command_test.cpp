#include <nlohmann/json.hpp>

#include "app/cli_fixture.h"
#include "image/png.h"
#include "record/video_reader.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

TEST_F(CliTest, TheSameCommandGivesTheSameBytesAndAnotherSeedOthers) {
  for (const char* name : {"a.png", "b.png"}) {
    const Finished made = dream({"--species", "flamingo", "--seed", "3", "-o", name});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_THAT(made.out, HasSubstr(std::string(name) + ": 64x64, 3 steps"));
  }
  EXPECT_EQ(bytes("a.png"), bytes("b.png"));
  ASSERT_EQ(dream({"--species", "flamingo", "--seed", "4", "-o", "c.png"}).code, 0);
  EXPECT_NE(bytes("a.png"), bytes("c.png"));
}

TEST_F(CliTest, APictureTellsItsRecipeAndLikeRepeatsItByteForByte) {
  ASSERT_EQ(dream({"--species", "Bald_Eagle", "--set", "learning_rate=0.08", "--size", "72x64", "--scale",
                   "2", "-o", "a.png"})
                .code,
            0);
  const Finished again = run({"dream", "--like", "a.png", "-o", "b.png"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(bytes("a.png"), bytes("b.png"));
  const Finished text = run({"info", "a.png"});
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("class_logit of bald eagle"));
  EXPECT_THAT(text.out, HasSubstr("learning_rate = 0.08"));
  const auto info = nlohmann::json::parse(run({"info", "a.png", "--json"}).out);
  EXPECT_EQ(info["kind"], "picture");
  EXPECT_EQ(info["provenance"]["step"], 3);
  EXPECT_EQ(info["provenance"]["params"]["width"], 72);
  EXPECT_EQ(info["provenance"]["device"], "cpu");
}

TEST_F(CliTest, ATargetMayBeAnotherCheckpoints) {
  const auto preset = [&](const std::string& checkpoint) {
    write("both.json", R"({"birddream_preset": 1, "title": "Both", "params": {"targets": [
        {"kind": "class_logit"}, {"kind": "class_logit", "weight": -0.5, "checkpoint": ")" +
                           checkpoint + R"("}]}})");
  };
  const std::string series = std::string(BIRDDREAM_SOURCE_DIR) + "/assets/birds";
  const auto with = [&](const char* output) {
    return dream({"--series", series, "--species", "Bald_Eagle", "--preset", "both.json", "-o", output});
  };
  preset("1");
  ASSERT_EQ(with("a.png").code, 0);
  const Finished again = run({"dream", "--like", "a.png", "--series", series, "-o", "b.png"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(bytes("a.png"), bytes("b.png"));
  preset("2");
  ASSERT_EQ(with("c.png").code, 0);
  EXPECT_NE(bytes("a.png"), bytes("c.png"));
  preset("99");
  expect_refusal(with("d.png"), 1, "99");
}

TEST_F(CliTest, APictureIsRepeatedInThePrecisionItWasMadeIn) {
  const std::vector<std::string> common{"--species", "Bald_Eagle", "--size", "64"};
  for (const char* precision : {"plain", "float32", "bfloat16"}) {
    std::vector<std::string> words = common;
    const std::string file = std::string(precision) + ".png";
    words.insert(words.end(), {"--precision", precision, "-o", file});
    ASSERT_EQ(dream(words).code, 0) << precision;
    const auto info = nlohmann::json::parse(run({"info", file, "--json"}).out);
    EXPECT_EQ(info["provenance"]["precision"], precision);
    const Finished again = run({"dream", "--like", file, "-o", "again.png"});
    ASSERT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(bytes("again.png"), bytes(file)) << precision;
  }
  EXPECT_NE(bytes("bfloat16.png"), bytes("plain.png"));
  EXPECT_NE(bytes("bfloat16.png"), bytes("float32.png"));
}

TEST_F(CliTest, AForeignPictureHasNoRecipeToRepeat) {
  ASSERT_TRUE(image::write_png(folder_ / "plain.png", image::Rgb8(32, 24, 99)).ok());
  expect_refusal(run({"dream", "--like", "plain.png", "-o", "x.png"}), 1, "plain.png");
  const Finished info = run({"info", "plain.png"});
  EXPECT_EQ(info.code, 0) << info.err;
  EXPECT_THAT(info.out, HasSubstr("32x24"));
  EXPECT_THAT(info.out, HasSubstr("no birddream recipe"));
  write("broken.png", std::string("\x89PNG\r\n\x1a\n rest"));
  expect_refusal(run({"dream", "--like", "broken.png", "-o", "x.png"}), 1, "broken.png");
  expect_refusal(run({"info", "broken.png"}), 1, "broken.png");
  expect_refusal(run({"classify", "broken.png"}), 1, "broken.png");
}

TEST_F(CliTest, SeveralSpeciesMakeASheetOrAFileEach) {
  const Finished sheet = dream({"--species", "hen,macaw", "-o", "sheet.png"});
  ASSERT_EQ(sheet.code, 0) << sheet.err;
  const auto read = image::read_png(folder_ / "sheet.png");
  ASSERT_TRUE(read.ok());
  EXPECT_GE(read->picture.width * read->picture.height, 2 * 64 * 64);
  const Finished apart = dream({"--species", "hen,bald eagle", "-o", "{species}.png"});
  ASSERT_EQ(apart.code, 0) << apart.err;
  EXPECT_TRUE(fs::exists(folder_ / "hen.png"));
  EXPECT_TRUE(fs::exists(folder_ / "bald_eagle.png"));
}

TEST_F(CliTest, TheEndlessZoomIsAVideoAsWell) {
  image::Rgb8 ramp(64, 64);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) std::fill_n(ramp.at(x, y), 3, static_cast<std::uint8_t>(64 + 2 * x));
  }
  ASSERT_TRUE(image::write_png(folder_ / "ramp.png", ramp).ok());
  std::vector<std::string> words{"--preset", "zoom",   "--species", "hen", "--photo",
                                 "ramp.png", "--hold", "0",         "-o",  "zoom.mp4"};
  // What is seen is the movement.
  for (const char* value :
       {"zoom=5", "zoom_every=1", "turn=0", "learning_rate=1e-5", "blur_min=0", "blur_max=0"})
    words.insert(words.end(), {"--set", value});
  const Finished made = dream(words);
  ASSERT_EQ(made.code, 0) << made.err;
  const record::DecodedVideo video = record::decode(folder_ / "zoom.mp4");
  ASSERT_EQ(video.pictures.size(), 4U) << "the start and three steps";
  const auto rise = [](const image::Rgb8& picture) { return *picture.at(48, 32) - *picture.at(16, 32); };
  EXPECT_NEAR(rise(video.pictures.front()), 64, 4);
  EXPECT_NEAR(rise(video.pictures.back()), 64 / (1.05 * 1.05 * 1.05), 4);
}

TEST_F(CliTest, AVideoShowsTheWholeGrowth) {
  const Finished made = dream({"--species", "hen", "--hold", "0", "-o", "x.mp4"});
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("4 frames"));  // the start and three steps
  const Finished frames =
      dream({"--species", "hen", "--hold", "0", "--every", "2", "--scale", "2", "-o", "f_%02d.png"});
  ASSERT_EQ(frames.code, 0) << frames.err;
  EXPECT_TRUE(fs::exists(folder_ / "f_03.png"));
  EXPECT_FALSE(fs::exists(folder_ / "f_04.png"));
  const auto last = image::read_png(folder_ / "f_03.png");
  ASSERT_TRUE(last.ok());
  EXPECT_EQ(last->picture.width, 128);
  ASSERT_EQ(dream({"--species", "hen", "--scale", "2", "-o", "still.png"}).code, 0);
  EXPECT_EQ(image::read_png(folder_ / "still.png")->picture.pixels, last->picture.pixels)
      << "video and picture agree";
}

TEST_F(CliTest, LayersChannelsAndPhotosAreDreamtToo) {
  EXPECT_EQ(dream({"--layer", "inception_4c", "--channel", "5", "-o", "channel.png"}).code, 0);
  const Finished photo = dream(
      {"--species", "hen", "--photo", "channel.png", "--set", "parametrisation=pixel", "-o", "photo.png"});
  EXPECT_EQ(photo.code, 0) << photo.err;
  EXPECT_THAT(run({"info", "channel.png"}).out, HasSubstr("channel 5 of inception_4c"));
}

TEST_F(CliTest, ClassifyNamesWhatItSees) {
  ASSERT_EQ(dream({"--species", "hen", "-o", "a.png"}).code, 0);
  const Finished text = run({"classify", "a.png", "--top", "3", "--json", "scores.json"});
  ASSERT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("a.png"));
  const auto scores = nlohmann::json::parse(bytes("scores.json"));
  ASSERT_EQ(scores["pictures"].size(), 1U);
  ASSERT_EQ(scores["pictures"][0]["top"].size(), 3U);
  EXPECT_GE(scores["pictures"][0]["top"][0]["probability"], scores["pictures"][0]["top"][1]["probability"]);
}

TEST_F(CliTest, WithoutADisplayTheProgramWritesAShowcase) {
  // The first preset's full length takes a minute: only that it says so and fails politely is tested here.
  write("birddream-out", "a file in the way");
  const Finished shown = run({});
  EXPECT_EQ(shown.code, 1);
  EXPECT_THAT(shown.err, HasSubstr("no display found"));
  EXPECT_THAT(shown.err, HasSubstr("birddream-out"));
  const Finished view = run({"view", "--species", "hen"});
  EXPECT_EQ(view.code, 1);
  EXPECT_THAT(view.err, HasSubstr("no display found"));
}

}  // namespace
}  // namespace birddream::app
