#include "gl/shader.h"

#include <filesystem>
#include <fstream>

#include "base/fresh_folder.h"
#include "display_fixture.h"

namespace birddream::gl {
namespace {

constexpr const char* plain_vertex = "#version 330 core\nvoid main() { gl_Position = vec4(0.0); }\n";
constexpr const char* plain_fragment =
    "#version 330 core\nout vec4 colour;\nuniform float shade;\nvoid main() { colour = vec4(shade); }\n";

class ShaderTest : public DisplayTest {
  FreshFolder fresh_;

 protected:
  void write(const char* name, const std::string& text) const { std::ofstream(folder_ / name) << text; }

  const std::filesystem::path folder_ = fresh_.path();
};

TEST_F(ShaderTest, FindsItsFilesAndUniforms) {
  write("plain.vert", plain_vertex);
  write("plain.frag", plain_fragment);
  const auto shader = Shader::load(folder_, "plain", {"plain"});
  ASSERT_TRUE(shader) << shader.error().message;
  EXPECT_GE(shader->location("shade"), 0);
  EXPECT_EQ(shader->location("no_such_uniform"), -1);
}

TEST_F(ShaderTest, AMissingFileIsNamed) {
  write("plain.vert", plain_vertex);
  const auto shader = Shader::load(folder_, "plain", {"plain"});
  ASSERT_FALSE(shader);
  EXPECT_NE(shader.error().message.find("plain.frag"), std::string::npos) << shader.error().message;
}

TEST_F(ShaderTest, AnErrorInItNamesFileAndLineInOneLine) {
  write("plain.vert", plain_vertex);
  write("plain.frag",
        "#version 330 core\nout vec4 colour;\n\nvoid main() {\n  colour = vec4(undefined_thing);\n}\n");
  const auto shader = Shader::load(folder_, "plain", {"plain"});
  ASSERT_FALSE(shader);
  const std::string& message = shader.error().message;
  EXPECT_NE(message.find("plain.frag:5:"), std::string::npos) << message;
  EXPECT_NE(message.find("undefined_thing"), std::string::npos) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
}

TEST_F(ShaderTest, AnEmptyFileIsAnError) {
  write("plain.vert", plain_vertex);
  write("plain.frag", "");
  const auto shader = Shader::load(folder_, "plain", {"plain"});
  ASSERT_FALSE(shader);
  EXPECT_NE(shader.error().message.find("plain"), std::string::npos) << shader.error().message;
}

TEST_F(ShaderTest, StagesThatDoNotFitAreAnError) {
  write("plain.vert",
        "#version 330 core\nout vec2 place;\nvoid main() { place = vec2(0.0); gl_Position = vec4(0.0); }\n");
  write("plain.frag",
        "#version 330 core\nin vec3 place;\nout vec4 colour;\nvoid main() { colour = vec4(place, 1.0); }\n");
  const auto shader = Shader::load(folder_, "plain", {"plain"});
  ASSERT_FALSE(shader);
  EXPECT_NE(shader.error().message.find("plain.frag"), std::string::npos) << shader.error().message;
}

}  // namespace
}  // namespace birddream::gl
