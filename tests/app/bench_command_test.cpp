#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "app/cli_fixture.h"

namespace birddream::app {
namespace {

using ::testing::HasSubstr;
using BenchCommand = CliTest;

nlohmann::json read(const std::filesystem::path& file) {
  return nlohmann::json::parse(std::ifstream(file), nullptr, false);
}

TEST_F(BenchCommand, MeasuresThePlansAgainstThePlainPathAndWritesIt) {
  const Finished ran = run({"bench", "--case", "googlenet-128", "--rounds", "2", "--json", "b.json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("plan float32"));
  const auto result = read(folder_ / "b.json");
  ASSERT_TRUE(result.is_object());
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
  const Finished dead =
      run({"bench", "--case", "googlenet-128", "--rounds", "1", "--peer", "/nowhere/python"});
  EXPECT_EQ(dead.code, 0);
  EXPECT_THAT(dead.err, HasSubstr("ended"));
}

}  // namespace
}  // namespace birddream::app
