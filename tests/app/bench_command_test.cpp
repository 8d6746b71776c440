#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/cli_fixture.h"

namespace birddream::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using BenchCommand = CliTest;

nlohmann::json read(const std::filesystem::path& file) {
  return nlohmann::json::parse(std::ifstream(file), nullptr, false);
}

TEST_F(BenchCommand, MeasuresThePlansAgainstThePlainPathAndWritesIt) {
  write("b.json", R"({"cases": [{"case": "googlenet-224"}]})");
  const Finished ran = run({"bench", "--case", "googlenet-128", "--rounds", "2", "--json", "b.json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("plan float32"));
  const auto result = read(folder_ / "b.json");
  ASSERT_TRUE(result.is_object());
  EXPECT_EQ(result["cases"].size(), 1U) << "without --keep the others go";
  EXPECT_THAT(result["command"].get<std::string>(), HasSubstr("bench --case googlenet-128"));
  EXPECT_THAT(result["date"].get<std::string>(), StartsWith("20"));
  EXPECT_THAT(result["onednn"].get<std::string>(), HasSubstr("."));
  EXPECT_TRUE(result["commit"].is_string());
  const auto& contenders = result["cases"][0]["contenders"];
  ASSERT_GE(contenders.size(), 2U);
  EXPECT_EQ(contenders[0]["name"], "plain");
  EXPECT_GE(contenders[1]["ms"]["n"], 2);
  EXPECT_LE(contenders[1]["ms"]["p5"], contenders[1]["ms"]["p95"]);
  EXPECT_GT(contenders[1]["cosine"].get<double>(), 0.9999)
      << "the same gradient, or it would not be a contender";
  EXPECT_GT(result["cases"][0]["peak_gflops"]["float32"]["median"].get<double>(), 0);
  EXPECT_GT(contenders[1]["share_of_peak"].get<double>(), 0);
}

TEST_F(BenchCommand, MeasuresWholeStepsAndKeepsOtherCases) {
  for (const char* name : {"googlenet-128-step", "googlenet-128-original"}) {
    const Finished ran = run({"bench", "--case", name, "--rounds", "1", "--json", "b.json", "--keep"});
    ASSERT_EQ(ran.code, 0) << ran.err;
  }
  const auto cases = read(folder_ / "b.json")["cases"];
  ASSERT_EQ(cases.size(), 2U);
  for (const auto& one : cases) {
    ASSERT_EQ(one["contenders"].size(), 3U) << one["case"];
    EXPECT_GT(one["contenders"][1]["cosine"].get<double>(), 0.9999) << one["case"];
  }
}

TEST_F(BenchCommand, APeerThatTalksNonsenseIsNamedAndTheRestGoesOn) {
  const auto peer = folder_ / "peer.sh";
  std::ofstream(peer) << "#!/bin/sh\nread line; echo '[]'; read line\n";
  std::filesystem::permissions(peer, std::filesystem::perms::owner_all);
  const Finished ran = run({"bench", "--case", "googlenet-128", "--rounds", "1", "--peer", peer.string()});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.err, HasSubstr("not JSON"));
  EXPECT_THAT(ran.out, HasSubstr("plain"));
  expect_refusal(run({"bench", "--case", "googlenet-128", "--peer", "/nowhere/python"}), 1,
                 "/nowhere/python: the peer cannot be run: No such file");
  expect_refusal(run({"bench", "--json", "missing/b.json"}), 1, "does not exist");
}

TEST_F(BenchCommand, CtrlCLeavesNoPeerAndNoFiles) {
  const std::string earlier = R"({"cases": [{"case": "googlenet-224"}]})";
  write("b.json", earlier);
  write("peer.sh", "#!/bin/sh\nread line\necho $$ >asked.part\nmv asked.part asked\nexec sleep 1000\n");
  fs::permissions(folder_ / "peer.sh", fs::perms::owner_all);
  fs::create_directory(folder_ / "tmp");
  Running bench =
      start_birddream({"bench", "--peer", "./peer.sh", "--json", "b.json"}, folder_,
                      {{"BIRDDREAM_ASSETS", assets_.string()}, {"TMPDIR", (folder_ / "tmp").string()}});
  ASSERT_TRUE(bench.until([&] { return fs::exists(folder_ / "asked"); })) << bench.said();
  bench.signal(SIGINT);
  const Finished stopped = bench.wait();
  EXPECT_EQ(stopped.code, 130) << stopped.err;
  EXPECT_EQ(stopped.err, "birddream: Stopped.\n") << "in order, not by the signal itself";
  EXPECT_EQ(kill(std::stoi(bytes("asked")), 0), -1) << "the peer runs on";
  EXPECT_TRUE(fs::is_empty(folder_ / "tmp"));
  EXPECT_EQ(bytes("b.json"), earlier);
}

TEST_F(BenchCommand, CtrlCKeepsWhatWasMeasuredAndWhatWasThere) {
  const std::string earlier = R"({"cases": [{"case": "inception-299-original", "of": "before"}]})";
  write("b.json", earlier);
  Running bench = start_birddream({"bench", "--rounds", "1", "--json", "b.json"}, folder_,
                                  {{"BIRDDREAM_ASSETS", assets_.string()}});
  ASSERT_TRUE(bench.until([&] { return bytes("b.json") != earlier; })) << bench.said();
  bench.signal(SIGINT);
  const Finished stopped = bench.wait();
  EXPECT_EQ(stopped.code, 130) << stopped.err;
  EXPECT_THAT(stopped.err, HasSubstr("b.json holds what was measured"));
  const auto cases = read(folder_ / "b.json")["cases"];
  EXPECT_EQ(cases.front()["case"], "googlenet-128");
  EXPECT_EQ(cases.back()["of"], "before");
}

}  // namespace
}  // namespace birddream::app
