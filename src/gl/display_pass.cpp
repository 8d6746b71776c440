#include "gl/display_pass.h"

#include <glad/gl.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

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

/// Whether the picture is enlarged smoothly (else it is shrunk, or shown as squares).
bool enlarges(const std::array<float, 4>& source, Filter filter, int width, int height) {
  constexpr float slack = 1 + 1.0F / 512;
  return filter != Filter::nearest && source[2] <= slack * static_cast<float>(width) &&
         source[3] <= slack * static_cast<float>(height);
}

void set_uniforms(const Shader& shader, const PictureTexture& picture, const DisplaySettings& settings,
                  int width, int height) {
  const auto source = source_of(picture, settings);
  const auto& background = settings.background;
  const DisplayMode mode = has_contrast(settings) ? settings.mode : DisplayMode::raw;
  glUniform1i(shader.location("picture"), 0);
  glUniform1i(shader.location("widened"), 1);
  glUniform2i(shader.location("picture_size"), picture.width(), picture.height());
  glUniform2f(shader.location("output_size"), static_cast<float>(width), static_cast<float>(height));
  glUniform4f(shader.location("source"), source[0], source[1], source[2], source[3]);
  glUniform1i(shader.location("mode"), static_cast<int>(mode));
  glUniform2f(shader.location("range"), settings.low, settings.high);
  glUniform1f(shader.location("wipe"), settings.wipe);
  glUniform3f(shader.location("background"), background[0], background[1], background[2]);
}

}  // namespace

DisplayPass::DisplayPass(std::shared_ptr<const Shaders> shaders) : shaders_(std::move(shaders)) {
  // Core profiles draw nothing without one, even for a shader that needs no vertices.
  glGenVertexArrays(1, &vertex_array_);
  glGenFramebuffers(1, &framebuffer_);
  glGenFramebuffers(1, &widened_framebuffer_);
}

Result<DisplayPass> DisplayPass::create(const std::filesystem::path& shaders) {
  auto squares = Shader::load(shaders, "display", {"display", "squares"});
  if (!squares) return squares.error();
  auto shrunk = Shader::load(shaders, "display", {"display", "shrunk"});
  if (!shrunk) return shrunk.error();
  auto enlarged = Shader::load(shaders, "display", {"display", "enlarged", "cubic"});
  if (!enlarged) return enlarged.error();
  auto widen = Shader::load(shaders, "display", {"widen", "cubic"});
  if (!widen) return widen.error();
  DisplayPass pass(
      std::make_shared<const Shaders>(Shaders{std::move(squares).value(), std::move(shrunk).value(),
                                              std::move(enlarged).value(), std::move(widen).value()}));
  if (const Status warm = pass.warm_up(); !warm) return warm.error();
  return pass;
}

// A driver compiles a program for good when it first draws. Mesa's llvmpipe takes 50 ms and more for it, in
// which a window would stand still; it tells sizes that are powers of two, which most pictures have, from
// others.
Status DisplayPass::warm_up() {
  const UploadPath from_host;
  PictureTexture picture(from_host);
  const int side = 2, enlarged = 5, shrunk = 1;
  const std::size_t floats = 3 * std::size_t{side} * side;
  if (Status up = picture.upload(image::own(std::vector<float>(floats), side, side)); !up) return up;
  draw(picture, {.filter = Filter::nearest}, enlarged, enlarged);
  draw(picture, {.filter = Filter::smooth}, enlarged, enlarged);
  draw(picture, {.filter = Filter::smooth}, shrunk, shrunk);
  glDeleteTextures(1, &colour_);
  glDeleteTextures(1, &widened_);
  colour_ = widened_ = 0;
  width_ = height_ = widened_width_ = widened_height_ = 0;
  return {};
}

DisplayPass::DisplayPass(DisplayPass&& other) noexcept
    : shaders_(std::move(other.shaders_)),
      vertex_array_(std::exchange(other.vertex_array_, 0)),
      framebuffer_(std::exchange(other.framebuffer_, 0)),
      colour_(std::exchange(other.colour_, 0)),
      widened_framebuffer_(std::exchange(other.widened_framebuffer_, 0)),
      widened_(std::exchange(other.widened_, 0)),
      widened_width_(std::exchange(other.widened_width_, 0)),
      widened_height_(std::exchange(other.widened_height_, 0)),
      width_(std::exchange(other.width_, 0)),
      height_(std::exchange(other.height_, 0)) {}

DisplayPass::~DisplayPass() {
  if (framebuffer_ == 0) return;
  glDeleteFramebuffers(1, &framebuffer_);
  glDeleteFramebuffers(1, &widened_framebuffer_);
  glDeleteVertexArrays(1, &vertex_array_);
  glDeleteTextures(1, &colour_);
  glDeleteTextures(1, &widened_);
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

void DisplayPass::widen(const PictureTexture& picture, const DisplaySettings& settings, int width) {
  glBindFramebuffer(GL_FRAMEBUFFER, widened_framebuffer_);
  if (width != widened_width_ || picture.height() != widened_height_) {
    if (widened_ != 0) glDeleteTextures(1, &widened_);
    glGenTextures(1, &widened_);
    glBindTexture(GL_TEXTURE_2D, widened_);
    reset_unpack_state();
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32F, width, picture.height(), 0, GL_RGBA, GL_FLOAT, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glBindTexture(GL_TEXTURE_2D, 0);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, widened_, 0);
    widened_width_ = width;
    widened_height_ = picture.height();
  }
  glViewport(0, 0, widened_width_, widened_height_);
  const auto source = source_of(picture, settings);
  const Shader& shader = shaders_->widen;
  shader.use();
  glUniform1i(shader.location("picture"), 0);
  glUniform2i(shader.location("picture_size"), picture.width(), picture.height());
  glUniform1f(shader.location("output_width"), static_cast<float>(width));
  glUniform4f(shader.location("source"), source[0], source[1], source[2], source[3]);
  glDrawArrays(GL_TRIANGLES, 0, 3);
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
  glBindTexture(GL_TEXTURE_2D_ARRAY, picture.id());
  glBindVertexArray(vertex_array_);
  const bool enlarged = enlarges(source_of(picture, settings), settings.filter, width, height);
  if (enlarged) widen(picture, settings, width);
  const Shader& shader = settings.filter == Filter::nearest ? shaders_->squares
                         : enlarged                         ? shaders_->enlarged
                                                            : shaders_->shrunk;
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glViewport(0, 0, width, height);
  glActiveTexture(GL_TEXTURE1);
  glBindTexture(GL_TEXTURE_2D, widened_);
  shader.use();
  set_uniforms(shader, picture, settings, width, height);
  glDrawArrays(GL_TRIANGLES, 0, 3);
  glBindTexture(GL_TEXTURE_2D, 0);
  glActiveTexture(GL_TEXTURE0);
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
