#pragma once

// glad before anything that brings GL headers of its own
#include <glad/gl.h>

#include <EGL/egl.h>
#include <gtest/gtest.h>

#include <memory>
#include <string_view>
#include <vector>

#include "gl/context.h"
#include "gl/picture_texture.h"
#include "image/rgb8.h"
#include "keep_drivers.h"

namespace birddream::gl {

/// A test with an OpenGL context without a screen. Skipped only where EGL knows no platform for that; where
/// it does, failing to make one is a failure. No test may leave a GL error behind.
class GlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* known = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
    const std::string_view platforms = known != nullptr ? known : "";
    if (platforms.find("EGL_MESA_platform_surfaceless") == std::string_view::npos &&
        platforms.find("EGL_EXT_platform_device") == std::string_view::npos)
      GTEST_SKIP() << "this EGL has no platform without a screen: " << platforms;
    keep_drivers();
    auto made = HeadlessContext::create();
    ASSERT_TRUE(made) << made.error().message;
    context_ = std::move(made).value();
  }
  void TearDown() override {
    if (context_) {
      EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    }
  }

  std::unique_ptr<HeadlessContext> context_;
  const UploadPath cpu_path_ = {};
};

/// A picture in which no two values are alike and no row, column or channel can be mistaken for another; some
/// values lie outside 0..1.
inline image::PlanarView uneven_picture(int width, int height) {
  std::vector<float> values(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  unsigned state = 12345;
  for (float& value : values) {
    state = state * 1664525U + 1013904223U;
    value = static_cast<float>(state >> 8U) / 16777216.0F * 1.2F - 0.1F;
  }
  return image::own(std::move(values), width, height);
}

inline float value_at(const image::PlanarView& picture, int channel, int x, int y) {
  return picture.data[(static_cast<std::size_t>(channel) * static_cast<std::size_t>(picture.height) +
                       static_cast<std::size_t>(y)) *
                          static_cast<std::size_t>(picture.width) +
                      static_cast<std::size_t>(x)];
}

}  // namespace birddream::gl
