#include "gl/display_pass.h"

#include <glad/gl.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "gl/pixel_store.h"
#include "gl/saved_state.h"

namespace birddream::gl {
namespace {

bool has_contrast(const DisplaySettings& settings) {
  return std::isfinite(settings.low) && std::isfinite(settings.high) && settings.high > settings.low;
}

std::array<float, 4> source_of(const PictureTexture& picture, const DisplaySettings& settings) {
  if (settings.source[2] > 0 && settings.source[3] > 0) return settings.source;
  return {0, 0, static_cast<float>(picture.width()), static_cast<float>(picture.height())};
}

void set_uniforms(const Shader& shader, const PictureTexture& picture, const DisplaySettings& settings,
                  int width, int height) {
  const auto source = source_of(picture, settings);
  const auto& background = settings.background;
  const DisplayMode mode = has_contrast(settings) ? settings.mode : DisplayMode::raw;
  const bool line = settings.split_line && settings.mode == DisplayMode::split;
  glUniform1i(shader.location("picture"), 0);
  glUniform2i(shader.location("picture_size"), picture.width(), picture.height());
  glUniform2f(shader.location("output_size"), static_cast<float>(width), static_cast<float>(height));
  glUniform4f(shader.location("source"), source[0], source[1], source[2], source[3]);
  glUniform1i(shader.location("mode"), static_cast<int>(mode));
  glUniform2f(shader.location("range"), settings.low, settings.high);
  glUniform1f(shader.location("wipe"), settings.wipe);
  glUniform1i(shader.location("filter_kind"), static_cast<int>(settings.filter));
  glUniform3f(shader.location("background"), background[0], background[1], background[2]);
  glUniform1i(shader.location("checker"), settings.checker ? 1 : 0);
  glUniform1i(shader.location("split_line"), line ? 1 : 0);
}

}  // namespace

DisplayPass::DisplayPass(Shader shader) : shader_(std::move(shader)) {
  // Core profiles draw nothing without one, even for a shader that needs no vertices.
  glGenVertexArrays(1, &vertex_array_);
  glGenFramebuffers(1, &framebuffer_);
}

Result<DisplayPass> DisplayPass::create(const std::filesystem::path& shaders) {
  auto shader = Shader::load(shaders, "display");
  if (!shader) return shader.error();
  return DisplayPass(std::move(shader).value());
}

DisplayPass::DisplayPass(DisplayPass&& other) noexcept
    : shader_(std::move(other.shader_)),
      vertex_array_(std::exchange(other.vertex_array_, 0)),
      framebuffer_(std::exchange(other.framebuffer_, 0)),
      colour_(std::exchange(other.colour_, 0)),
      width_(std::exchange(other.width_, 0)),
      height_(std::exchange(other.height_, 0)) {}

DisplayPass::~DisplayPass() {
  if (framebuffer_ == 0) return;
  glDeleteFramebuffers(1, &framebuffer_);
  glDeleteVertexArrays(1, &vertex_array_);
  glDeleteTextures(1, &colour_);
}

void DisplayPass::resize(int width, int height) {
  if (width == width_ && height == height_) return;
  if (colour_ != 0) glDeleteTextures(1, &colour_);
  glGenTextures(1, &colour_);
  glBindTexture(GL_TEXTURE_2D, colour_);
  reset_unpack_state();
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glBindTexture(GL_TEXTURE_2D, 0);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colour_, 0);
  width_ = width;
  height_ = height;
}

void DisplayPass::draw(const PictureTexture& picture, const DisplaySettings& settings, int width,
                       int height) {
  if (width < 1 || height < 1) return;
  GLint largest = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
  width = std::min(width, largest);
  height = std::min(height, largest);

  const SavedState saved;
  resize(width, height);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glViewport(0, 0, width, height);
  if (picture.empty()) {
    glClearColor(settings.background[0], settings.background[1], settings.background[2], 1.0F);
    glClear(GL_COLOR_BUFFER_BIT);
    return;
  }
  shader_.use();
  set_uniforms(shader_, picture, settings, width, height);
  glBindTexture(GL_TEXTURE_2D_ARRAY, picture.id());
  glBindVertexArray(vertex_array_);
  glDrawArrays(GL_TRIANGLES, 0, 3);
  glBindTexture(GL_TEXTURE_2D_ARRAY, 0);
}

image::Rgb8 DisplayPass::read_back() const {
  image::Rgb8 picture(width_, height_);
  if (picture.pixels.empty()) return picture;
  const SavedState saved;
  reset_pack_state();
  glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
  glReadPixels(0, 0, width_, height_, GL_RGB, GL_UNSIGNED_BYTE, picture.pixels.data());
  return picture;
}

}  // namespace birddream::gl
