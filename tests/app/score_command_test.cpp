#include <ATen/ATen.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/train_fixture.h"
#include "net/weights.h"

namespace birddream::app {
namespace {

using ::testing::HasSubstr;
using ScoreCommand = TrainCommand;

TEST_F(ScoreCommand, ADreamThatFailsIsOneThatIsNotNamed) {
  ASSERT_EQ(train({}).code, 0);
  std::filesystem::copy(folder_ / "run", folder_ / "judge");
  const auto file = folder_ / "run/full-0.5.safetensors";
  auto weights = net::load_weights(file);
  ASSERT_TRUE(weights) << weights.error().message;
  at::Tensor head = weights->tensors.at("loss3.classifier.weight");
  const auto score = [&] {
    return run({"score", "--series", "run", "--judge-series", "judge", "--steps", "1", "--size", "64",
                "--device", "cpu", "--json", "x.json"});
  };
  // The second class's neuron is beyond what a float can hold.
  head.select(0, 1).fill_(3e38);
  ASSERT_TRUE(net::save_weights(file, weights->tensors, {}));
  const Finished scored = score();
  ASSERT_EQ(scored.code, 0) << scored.err;
  EXPECT_THAT(scored.err, HasSubstr("light bird: not named, since it could not be dreamt"));
  EXPECT_THAT(scored.out, HasSubstr("of 2 dreams"));
  const auto report = nlohmann::json::parse(bytes("x.json"));
  EXPECT_EQ(report["count"], 2);
  EXPECT_TRUE(report["dreams"][0]["rank"].is_number());
  EXPECT_TRUE(report["dreams"][1]["rank"].is_null());
  head.fill_(3e38);
  ASSERT_TRUE(net::save_weights(file, weights->tensors, {}));
  EXPECT_EQ(score().code, 1) << "none can be dreamt";
}

}  // namespace
}  // namespace birddream::app
