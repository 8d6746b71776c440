#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "base/paths.h"
#include "gl/display_pass.h"
#include "gl_fixture.h"

namespace birddream::gl {

using Colour = std::array<int, 3>;

inline Colour colour_at(const image::Rgb8& picture, int x, int y) {
  const std::uint8_t* pixel = picture.at(x, y);
  return {pixel[0], pixel[1], pixel[2]};
}

/// The rounding that the picture is compared by, on its own terms: nearest of 256 steps.
inline int eight_bit(double value) {
  return static_cast<int>(std::lround(std::min(std::max(value, 0.0), 1.0) * 255.0));
}

inline constexpr Colour magenta = {255, 0, 255};

/// Draws through the real shaders.
class DisplayTest : public GlTest {
 protected:
  void SetUp() override {
    GlTest::SetUp();
    if (!context_) return;
    auto made = DisplayPass::create(shaders_dir());
    ASSERT_TRUE(made) << made.error().message;
    pass_ = std::make_unique<DisplayPass>(std::move(made).value());
    texture_ = std::make_unique<PictureTexture>(cpu_path_);
  }
  void TearDown() override {
    pass_.reset();
    texture_.reset();
    GlTest::TearDown();
  }

  image::Rgb8 show(const image::PlanarView& picture, const DisplaySettings& settings, int width, int height) {
    const Status uploaded = texture_->upload(picture);
    EXPECT_TRUE(uploaded) << uploaded.error().message;
    pass_->draw(*texture_, settings, width, height);
    image::Rgb8 shown = pass_->read_back();
    EXPECT_EQ(shown.width, width);
    EXPECT_EQ(shown.height, height);
    return shown;
  }
  image::Rgb8 show(const image::PlanarView& picture, const DisplaySettings& settings = {}) {
    return show(picture, settings, picture.width, picture.height);
  }

  std::unique_ptr<DisplayPass> pass_;
  std::unique_ptr<PictureTexture> texture_;
};

}  // namespace birddream::gl
