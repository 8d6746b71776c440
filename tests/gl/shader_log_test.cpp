#include "gl/shader_log.h"

#include <gtest/gtest.h>

namespace birddream::gl {
namespace {

TEST(ShaderLog, PutsTheFileBeforeTheLineForEveryDriversShape) {
  EXPECT_EQ(readable_shader_log("a.frag", "0:12(5): error: `x' undeclared\n"),
            "a.frag:12: error: `x' undeclared");
  EXPECT_EQ(readable_shader_log("a.frag", "0(12) : error C1503: undefined variable \"x\"\n"),
            "a.frag:12: error C1503: undefined variable \"x\"");
  EXPECT_EQ(readable_shader_log("a.frag", "ERROR: 0:12: Use of undeclared identifier 'x'\r\n"),
            "a.frag:12: Use of undeclared identifier 'x'");
}

TEST(ShaderLog, JoinsMessagesAndKeepsWhatItDoesNotKnow) {
  EXPECT_EQ(readable_shader_log("a.frag", "0:1(2): error: one\n\nsomething else\n"),
            "a.frag:1: error: one; something else");
  for (const char* odd : {"0:", "0(12", "0(12) no colon", "0:12(5", "ERROR:", "12 monkeys", ":3: no source"})
    EXPECT_EQ(readable_shader_log("a.frag", odd), odd);
}

TEST(ShaderLog, CountsWhatWouldBeTooLong) {
  std::string log;
  for (int line = 1; line <= 9; ++line) log += "0:" + std::to_string(line) + "(1): error: no\n";
  EXPECT_EQ(readable_shader_log("a.frag", log),
            "a.frag:1: error: no; a.frag:2: error: no; a.frag:3: error: no; a.frag:4: error: no; and 5 more");
}

TEST(ShaderLog, ASilentDriverStillGivesTheFile) {
  using namespace std::string_view_literals;
  EXPECT_EQ(readable_shader_log("a.frag", "\0"sv), "a.frag: the driver gives no reason");
  EXPECT_EQ(readable_shader_log("a.frag", ""), "a.frag: the driver gives no reason");
}

}  // namespace
}  // namespace birddream::gl
