#include "gl/texture_array.h"

#include <glad/gl.h>

#include <string>
#include <utility>

#include "gl/pixel_store.h"

namespace birddream::gl {
namespace {

constexpr GLsizei layers = 3;

std::string as_text(int width, int height) {
  return std::to_string(width) + " x " + std::to_string(height);
}

}  // namespace

Result<TextureArray> TextureArray::create(int width, int height) {
  if (width < 1 || height < 1)
    return Error{"A picture of " + as_text(width, height) + " pixels cannot be shown: it is empty."};
  GLint largest = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
  if (width > largest || height > largest) {
    return Error{"A picture of " + as_text(width, height) + " is larger than this GPU can show (" +
                 std::to_string(largest) + " pixels a side). Dream at a smaller size."};
  }
  while (glGetError() != GL_NO_ERROR) {  // what others left is not ours
  }
  TextureArray made;
  glGenTextures(1, &made.id_);
  made.width_ = width;
  made.height_ = height;
  reset_unpack_state();
  glBindTexture(GL_TEXTURE_2D_ARRAY, made.id_);
  glTexImage3D(GL_TEXTURE_2D_ARRAY, 0, GL_R32F, width, height, layers, 0, GL_RED, GL_FLOAT, nullptr);
  // Complete with its one level, which CUDA asks of textures it registers. The display shader filters itself.
  glTexParameteri(GL_TEXTURE_2D_ARRAY, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D_ARRAY, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D_ARRAY, GL_TEXTURE_MAX_LEVEL, 0);
  glBindTexture(GL_TEXTURE_2D_ARRAY, 0);
  if (glGetError() != GL_NO_ERROR) {
    return Error{"There is no graphics memory for a picture of " + as_text(width, height) +
                 ". Dream at a smaller size."};
  }
  return made;
}

TextureArray::~TextureArray() {
  if (id_ != 0) glDeleteTextures(1, &id_);
}

TextureArray::TextureArray(TextureArray&& other) noexcept
    : id_(std::exchange(other.id_, 0)),
      width_(std::exchange(other.width_, 0)),
      height_(std::exchange(other.height_, 0)) {}

TextureArray& TextureArray::operator=(TextureArray&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(width_, other.width_);
  std::swap(height_, other.height_);
  return *this;
}

void TextureArray::write(const float* planar) {
  reset_unpack_state();
  glBindTexture(GL_TEXTURE_2D_ARRAY, id_);
  glTexSubImage3D(GL_TEXTURE_2D_ARRAY, 0, 0, 0, 0, width_, height_, layers, GL_RED, GL_FLOAT, planar);
  glBindTexture(GL_TEXTURE_2D_ARRAY, 0);
}

std::vector<float> TextureArray::read() const {
  std::vector<float> planar(std::size_t{layers} * static_cast<std::size_t>(width_) *
                            static_cast<std::size_t>(height_));
  if (planar.empty()) return planar;
  reset_pack_state();
  glBindTexture(GL_TEXTURE_2D_ARRAY, id_);
  glGetTexImage(GL_TEXTURE_2D_ARRAY, 0, GL_RED, GL_FLOAT, planar.data());
  glBindTexture(GL_TEXTURE_2D_ARRAY, 0);
  return planar;
}

}  // namespace birddream::gl
