#include "gl/context.h"

#include "gl_fixture.h"

namespace birddream::gl {
namespace {

using ContextTest = GlTest;

TEST_F(ContextTest, GivesACoreContextOfAtLeastOpenGl33AndSaysWhatDraws) {
  GLint major = 0;
  GLint minor = 0;
  GLint profile = 0;
  glGetIntegerv(GL_MAJOR_VERSION, &major);
  glGetIntegerv(GL_MINOR_VERSION, &minor);
  glGetIntegerv(GL_CONTEXT_PROFILE_MASK, &profile);
  EXPECT_GE(10 * major + minor, 33);
  EXPECT_NE(profile & GL_CONTEXT_CORE_PROFILE_BIT, 0);
  const Renderer& renderer = context_->renderer();
  EXPECT_FALSE(renderer.name.empty());
  EXPECT_EQ(renderer.version.substr(0, 1), std::to_string(major));
  if (renderer.name.find("llvmpipe") != std::string::npos) {
    EXPECT_TRUE(renderer.software);
  }
}

TEST_F(ContextTest, CanBeMadeAgainAfterItsEnd) {
  context_.reset();
  EXPECT_EQ(eglGetCurrentContext(), EGL_NO_CONTEXT);
  auto again = HeadlessContext::create();
  ASSERT_TRUE(again) << again.error().message;
  context_ = std::move(again).value();
  EXPECT_NE(eglGetCurrentContext(), EGL_NO_CONTEXT);
  GLuint texture = 0;
  glGenTextures(1, &texture);
  EXPECT_NE(texture, 0U);
  glDeleteTextures(1, &texture);
}

}  // namespace
}  // namespace birddream::gl
