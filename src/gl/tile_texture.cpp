#include "gl/tile_texture.h"

#include <glad/gl.h>

#include <utility>

#include "gl/pixel_store.h"

namespace birddream::gl {

TileTexture::~TileTexture() {
  if (id_ != 0) glDeleteTextures(1, &id_);
}

TileTexture::TileTexture(TileTexture&& other) noexcept
    : id_(std::exchange(other.id_, 0)), width_(other.width_), height_(other.height_) {}

TileTexture& TileTexture::operator=(TileTexture&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(width_, other.width_);
  std::swap(height_, other.height_);
  return *this;
}

Status TileTexture::show(const image::Rgb8& picture) {
  if (picture.pixels.empty()) return Error{"A tile without a picture cannot be shown."};
  if (id_ == 0) glGenTextures(1, &id_);
  glBindTexture(GL_TEXTURE_2D, id_);
  reset_unpack_state();
  if (picture.width != width_ || picture.height != height_) {
    width_ = picture.width;
    height_ = picture.height;
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB8, width_, height_, 0, GL_RGB, GL_UNSIGNED_BYTE,
                 picture.pixels.data());
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  } else {
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width_, height_, GL_RGB, GL_UNSIGNED_BYTE, picture.pixels.data());
  }
  glBindTexture(GL_TEXTURE_2D, 0);
  return {};
}

}  // namespace birddream::gl
