#include "app/program.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace birddream::app {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Answer {
  int code;
  std::string out, err;
};

// The program inside this process: no start-up for each of the many command lines.
Answer answer(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "birddream");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int code = run(static_cast<int>(arguments.size()), arguments.data());
  return {code, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

void expect_refusal(const std::vector<const char*>& arguments, int code, const std::string& text) {
  const Answer got = answer(arguments);
  EXPECT_EQ(got.code, code) << got.err;
  EXPECT_EQ(got.out, "");
  EXPECT_EQ(std::ranges::count(got.err, '\n'), 1) << got.err;
  EXPECT_THAT(got.err, StartsWith("birddream: "));
  EXPECT_THAT(got.err, HasSubstr(text));
}

void expect_wrong_dream(std::vector<const char*> more, const std::string& text) {
  more.insert(more.begin(), {"dream", "-o", "never_written.png"});
  expect_refusal(more, 2, text);
  EXPECT_FALSE(std::filesystem::exists("never_written.png"));
}

TEST(Program, EveryCommandExplainsItself) {
  for (const char* command : {"view", "dream", "classify", "info", "convert", "species", "presets", "params",
                              "showcase", "bench"}) {
    const Answer help = answer({command, "--help"});
    EXPECT_EQ(help.code, 0) << command;
    EXPECT_THAT(help.out, HasSubstr("--help")) << command;
    EXPECT_EQ(help.err, "") << command;
  }
}

TEST(Program, WrongCommandLines) {
  expect_refusal({"--nonsense"}, 2, "birddream --help");
  expect_refusal({"dream", "--nonsense"}, 2, "birddream dream --help");
  expect_refusal({"dream", "--species", "hen"}, 2, "-o is needed");
  expect_refusal({"dream", "--species", "hen", "-o", "x.bmp"}, 2, ".mp4");
  expect_refusal({"convert", "a"}, 2, "OUT");
  expect_refusal({"convert", "a", "b", "--to", "int3"}, 2, "--to");
  expect_refusal({"view", "--headless"}, 2, "--frames");
  expect_refusal({"classify"}, 2, "PICTURE");
}

TEST(Program, WrongDreams) {
  expect_wrong_dream({}, "--species NAME is needed");
  expect_wrong_dream({"--species", "hen", "--size", "0"}, "width");
  expect_wrong_dream({"--species", "hen", "--size", "64x999999"}, "height");
  expect_wrong_dream({"--species", "hen", "--steps", "many"}, "--steps");
  expect_wrong_dream({"--species", "hen", "--steps", "-3"}, "steps");
  expect_wrong_dream({"--species", "hen", "--set", "learning_rate=-1"}, "learning_rate");
  expect_wrong_dream({"--species", "hen", "--set", "learning_rat=1"}, "Did you mean 'learning_rate'");
  expect_wrong_dream({"--species", "hen", "--set", "learning_rate"}, "key=value");
  expect_wrong_dream({"--species", "hen", "--preset", "originl-2021"}, "Did you mean 'original-2021");
  expect_wrong_dream({"--species", "hen", "--device", "tpu"}, "--device");
  expect_wrong_dream({"--species", "hen", "--scale", "0"}, "--scale");
  expect_wrong_dream({"--like", "missing.png"}, "missing.png");
  expect_wrong_dream({"--objective", "layers"}, "class_logit");
  expect_wrong_dream({"--objective", "layer"}, "--layer is needed");
  expect_wrong_dream({"--objective", "class_logit", "--layer", "inception_4c", "--species", "hen"},
                     "do not go");
}

TEST(Program, MissingFiles) {
  expect_refusal({"info", "missing.png"}, 1, "no such file");
  expect_refusal({"info", BIRDDREAM_SOURCE_DIR "/CMakeLists.txt"}, 1, "not a kind of file");
  expect_refusal({"convert", "missing.safetensors", "out.safetensors"}, 1, "missing.safetensors");
  expect_refusal({"species", "zzzzzz"}, 1, "matches 'zzzzzz'");
  expect_refusal({"species", "--series", "missing"}, 1, "missing");
}

TEST(Program, TheLaterOfTwoOptionsCounts) {
  const Answer got = answer({"dream", "-o", "x.png", "--species", "hen", "--size", "64", "--size", "wrong"});
  EXPECT_THAT(got.err, HasSubstr("not 'wrong'"));
}

}  // namespace
}  // namespace birddream::app
