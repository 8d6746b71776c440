#include "gl/pixel_readout.h"

#include <glad/gl.h>

#include "gl/pixel_store.h"
#include "gl/saved_state.h"

namespace birddream::gl {
namespace {

bool inside(int x, int y, int width, int height) {
  return x >= 0 && y >= 0 && x < width && y < height;
}

}  // namespace

std::optional<PixelValue> pixel_value(const image::PlanarView& picture, int x, int y) {
  if (picture.empty() || picture.memory != image::Memory::cpu) return {};
  if (!inside(x, y, picture.width, picture.height)) return {};
  const auto width = static_cast<std::size_t>(picture.width);
  const std::size_t plane = width * static_cast<std::size_t>(picture.height);
  const float* pixel = picture.data + static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x);
  return PixelValue{pixel[0], pixel[plane], pixel[2 * plane]};
}

std::optional<PixelValue> pixel_value(const PictureTexture& picture, int x, int y) {
  if (picture.empty() || !inside(x, y, picture.width(), picture.height())) return {};
  const SavedState saved;
  reset_pack_state();
  // A framebuffer of one layer: GL 3.3 reads parts of a texture only through one.
  GLuint framebuffer = 0;
  glGenFramebuffers(1, &framebuffer);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer);
  PixelValue value{};
  for (GLint layer = 0; layer < 3; ++layer) {
    glFramebufferTextureLayer(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, picture.id(), 0, layer);
    glReadPixels(x, y, 1, 1, GL_RED, GL_FLOAT, &value[static_cast<std::size_t>(layer)]);
  }
  glDeleteFramebuffers(1, &framebuffer);
  return value;
}

std::optional<PixelValue> pixel_value(const image::PlanarView& picture, const PictureTexture& shown, int x,
                                      int y) {
  if (picture.memory == image::Memory::cpu) return pixel_value(picture, x, y);
  if (picture.width != shown.width() || picture.height != shown.height()) return {};
  return pixel_value(shown, x, y);
}

}  // namespace birddream::gl
