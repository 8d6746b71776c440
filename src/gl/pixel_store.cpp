#include "gl/pixel_store.h"

#include <glad/gl.h>

#include <initializer_list>

namespace birddream::gl {

void reset_unpack_state() {
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, 0);
  glPixelStorei(GL_UNPACK_SWAP_BYTES, GL_FALSE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  for (const GLenum name : {GL_UNPACK_ROW_LENGTH, GL_UNPACK_IMAGE_HEIGHT, GL_UNPACK_SKIP_PIXELS,
                            GL_UNPACK_SKIP_ROWS, GL_UNPACK_SKIP_IMAGES}) {
    glPixelStorei(name, 0);
  }
}

void reset_pack_state() {
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  glPixelStorei(GL_PACK_SWAP_BYTES, GL_FALSE);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  for (const GLenum name : {GL_PACK_ROW_LENGTH, GL_PACK_IMAGE_HEIGHT, GL_PACK_SKIP_PIXELS, GL_PACK_SKIP_ROWS,
                            GL_PACK_SKIP_IMAGES}) {
    glPixelStorei(name, 0);
  }
}

}  // namespace birddream::gl
