#include "gl/shader.h"

#include <glad/gl.h>

#include <deque>
#include <string>
#include <utility>

#include "base/atomic_file.h"
#include "gl/shader_log.h"

namespace birddream::gl {
namespace {

constexpr std::size_t source_limit = 1U << 20;

/// A shader object that is deleted with its scope; the linked program keeps what it needs.
class Stage {
 public:
  explicit Stage(GLenum kind) : id_(glCreateShader(kind)) {}
  ~Stage() { glDeleteShader(id_); }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  GLuint id() const { return id_; }

 private:
  GLuint id_;
};

template <class GetSize, class GetLog>
std::string driver_log(GLuint id, GetSize get_size, GetLog get_log) {
  GLint size = 0;
  get_size(id, GL_INFO_LOG_LENGTH, &size);
  std::string log(static_cast<std::size_t>(size > 0 ? size : 1), '\0');
  get_log(id, static_cast<GLsizei>(log.size()), nullptr, log.data());
  return log;
}

Status compile(const Stage& stage, const std::filesystem::path& file) {
  const auto source = read_file(file, source_limit);
  if (!source) return source.error();
  const char* text = source->c_str();
  glShaderSource(stage.id(), 1, &text, nullptr);
  glCompileShader(stage.id());
  GLint good = GL_FALSE;
  glGetShaderiv(stage.id(), GL_COMPILE_STATUS, &good);
  if (good == GL_TRUE) return {};
  return Error{"The shader " + file.string() + " does not compile: " +
               readable_shader_log(file.filename().string(),
                                   driver_log(stage.id(), glGetShaderiv, glGetShaderInfoLog))};
}

}  // namespace

Result<Shader> Shader::load(const std::filesystem::path& folder, const std::string& vertex,
                            const std::vector<std::string>& fragments) {
  std::deque<Stage> stages;  // never moves what it holds
  if (const Status good = compile(stages.emplace_back(GL_VERTEX_SHADER), folder / (vertex + ".vert")); !good)
    return good.error();
  std::string names = vertex + ".vert";
  for (const std::string& fragment : fragments) {
    if (const Status good = compile(stages.emplace_back(GL_FRAGMENT_SHADER), folder / (fragment + ".frag"));
        !good)
      return good.error();
    names += ", " + fragment + ".frag";
  }
  Shader shader(glCreateProgram());
  for (const Stage& stage : stages) glAttachShader(shader.program_, stage.id());
  glLinkProgram(shader.program_);
  for (const Stage& stage : stages) glDetachShader(shader.program_, stage.id());
  GLint good = GL_FALSE;
  glGetProgramiv(shader.program_, GL_LINK_STATUS, &good);
  if (good != GL_TRUE) {
    return Error{
        "The shaders " + names + " do not fit each other: " +
        readable_shader_log(names, driver_log(shader.program_, glGetProgramiv, glGetProgramInfoLog))};
  }
  return shader;
}

Shader::~Shader() {
  if (program_ != 0) glDeleteProgram(program_);
}
Shader::Shader(Shader&& other) noexcept : program_(std::exchange(other.program_, 0)) {}

void Shader::use() const {
  glUseProgram(program_);
}
int Shader::location(const char* uniform) const {
  return glGetUniformLocation(program_, uniform);
}

}  // namespace birddream::gl
