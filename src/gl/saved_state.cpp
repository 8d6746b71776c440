#include "gl/saved_state.h"

#include <glad/gl.h>

namespace birddream::gl {
namespace {

constexpr std::array<GLenum, 5> switches = {GL_BLEND, GL_SCISSOR_TEST, GL_DEPTH_TEST, GL_STENCIL_TEST,
                                            GL_CULL_FACE};

}  // namespace

SavedState::SavedState() {
  for (std::size_t i = 0; i < switches.size(); ++i) {
    enabled_[i] = glIsEnabled(switches[i]) == GL_TRUE;
    glDisable(switches[i]);
  }
  glGetBooleanv(GL_COLOR_WRITEMASK, colour_mask_.data());
  glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  glGetFloatv(GL_COLOR_CLEAR_VALUE, clear_colour_.data());
  glGetIntegerv(GL_VIEWPORT, viewport_.data());
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &draw_framebuffer_);
  glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read_framebuffer_);
  glGetIntegerv(GL_CURRENT_PROGRAM, &program_);
  glGetIntegerv(GL_VERTEX_ARRAY_BINDING, &vertex_array_);
  glGetIntegerv(GL_ACTIVE_TEXTURE, &active_texture_);
  glActiveTexture(GL_TEXTURE0);
}

SavedState::~SavedState() {
  glActiveTexture(static_cast<GLenum>(active_texture_));
  glBindVertexArray(static_cast<GLuint>(vertex_array_));
  glUseProgram(static_cast<GLuint>(program_));
  glBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<GLuint>(read_framebuffer_));
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, static_cast<GLuint>(draw_framebuffer_));
  glViewport(viewport_[0], viewport_[1], viewport_[2], viewport_[3]);
  glClearColor(clear_colour_[0], clear_colour_[1], clear_colour_[2], clear_colour_[3]);
  glColorMask(colour_mask_[0], colour_mask_[1], colour_mask_[2], colour_mask_[3]);
  for (std::size_t i = 0; i < switches.size(); ++i) {
    if (enabled_[i]) glEnable(switches[i]);
  }
}

}  // namespace birddream::gl
