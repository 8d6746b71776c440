#include "gl/display_pass.h"

#include <limits>

#include "display_fixture.h"

namespace birddream::gl {
namespace {

using DisplayPassTest = DisplayTest;

constexpr float nan_value = std::numeric_limits<float>::quiet_NaN();

TEST_F(DisplayPassTest, FrameEqualsTheTensorAfterRoundingUnderEveryFilter) {
  for (const auto& [width, height] : {std::pair{64, 64}, {33, 17}, {1, 1}, {7, 120}, {224, 160}}) {
    const auto picture = uneven_picture(width, height);
    for (const Filter filter : {Filter::nearest, Filter::smooth}) {
      const auto shown = show(picture, {.filter = filter});
      EXPECT_EQ(shown.pixels, image::to_rgb8(picture).pixels)
          << width << " x " << height << ", filter " << static_cast<int>(filter);
    }
  }
}

TEST_F(DisplayPassTest, EveryStepOfEightBitsComesBackAsItself) {
  std::vector<float> values(3 * 256);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 256) / 255.0F;
  const auto shown = show(image::own(values, 256, 1));
  for (int x = 0; x < 256; ++x) EXPECT_EQ(colour_at(shown, x, 0), (Colour{x, x, x}));
}

TEST_F(DisplayPassTest, RowZeroIsOnTopAndChannelsStayInOrder) {
  // 2 x 3: red at the upper left, green at the upper right, blue at the lower left, the rest black
  std::vector<float> values(3 * 2 * 3, 0.0F);
  values[0] = 1;           // red plane, row 0, column 0
  values[6 + 1] = 1;       // green plane, row 0, column 1
  values[12 + 2 * 2] = 1;  // blue plane, row 2, column 0
  const auto shown = show(image::own(values, 2, 3), {.filter = Filter::nearest}, 20, 30);
  EXPECT_EQ(colour_at(shown, 2, 2), (Colour{255, 0, 0}));
  EXPECT_EQ(colour_at(shown, 17, 2), (Colour{0, 255, 0}));
  EXPECT_EQ(colour_at(shown, 2, 27), (Colour{0, 0, 255}));
  EXPECT_EQ(colour_at(shown, 17, 27), (Colour{0, 0, 0}));
  EXPECT_EQ(colour_at(shown, 2, 14), (Colour{0, 0, 0}));
}

TEST_F(DisplayPassTest, StretchDrawsTheRangeOutToZeroToOne) {
  const auto picture = uneven_picture(40, 30);
  const float low = 0.2F;
  const float high = 0.7F;
  const auto shown = show(picture, {.mode = DisplayMode::stretched, .low = low, .high = high});
  for (int y = 0; y < 30; ++y) {
    for (int x = 0; x < 40; ++x) {
      for (int channel = 0; channel < 3; ++channel) {
        const double stretched = (double{value_at(picture, channel, x, y)} - low) / (double{high} - low);
        ASSERT_NEAR(shown.at(x, y)[channel], eight_bit(stretched), 1) << x << ", " << y;
      }
    }
  }
}

TEST_F(DisplayPassTest, StretchReachesBlackAndWhiteAtTheEndsOfTheRange) {
  const auto picture = image::own({-3.0F, 1.0F, 5.0F, -3.0F, 1.0F, 5.0F, -3.0F, 1.0F, 5.0F}, 3, 1);
  const auto shown = show(picture, {.mode = DisplayMode::stretched, .low = -3.0F, .high = 5.0F});
  EXPECT_EQ(colour_at(shown, 0, 0), (Colour{0, 0, 0}));
  EXPECT_NEAR(colour_at(shown, 1, 0)[0], 128, 1);
  EXPECT_EQ(colour_at(shown, 2, 0), (Colour{255, 255, 255}));
}

TEST_F(DisplayPassTest, APictureWithoutContrastIsShownRaw) {
  const auto gray = image::own(std::vector<float>(3 * 4, 0.5F), 2, 2);
  const float infinite = std::numeric_limits<float>::infinity();
  for (const auto& [low, high] :
       {std::pair{0.5F, 0.5F}, {0.7F, 0.2F}, {nan_value, nan_value}, {0.0F, infinite}}) {
    const auto shown = show(gray, {.mode = DisplayMode::stretched, .low = low, .high = high});
    EXPECT_EQ(colour_at(shown, 1, 1), (Colour{128, 128, 128})) << low << " .. " << high;
  }
}

TEST_F(DisplayPassTest, SplitIsRawLeftOfTheWipeAndStretchedRightOfIt) {
  const auto picture = uneven_picture(40, 12);
  DisplaySettings settings{.low = 0.1F, .high = 0.6F};
  const auto raw = show(picture, settings);
  settings.mode = DisplayMode::stretched;
  const auto stretched = show(picture, settings);
  settings.mode = DisplayMode::split;
  for (const auto& [wipe, column] : {std::pair{0.25F, 10}, {0.5F, 20}, {0.0F, 0}, {1.0F, 40}}) {
    settings.wipe = wipe;
    const auto split = show(picture, settings);
    for (int y = 0; y < 12; ++y) {
      for (int x = 0; x < 40; ++x)
        ASSERT_EQ(colour_at(split, x, y), colour_at(x < column ? raw : stretched, x, y)) << wipe << ": " << x;
    }
  }
}

TEST_F(DisplayPassTest, ValuesThatAreNotNumbersAreMagentaAndOnlyThere) {
  std::vector<float> values(3 * 6 * 5, 0.4F);
  values[2 * 6 + 3] = nan_value;                                     // red of 3, 2
  values[30 + 4 * 6 + 0] = std::numeric_limits<float>::infinity();   // green of 0, 4
  values[60 + 0 * 6 + 5] = -std::numeric_limits<float>::infinity();  // blue of 5, 0
  const auto picture = image::own(values, 6, 5);
  for (const Filter filter : {Filter::nearest, Filter::smooth}) {
    for (const DisplayMode mode : {DisplayMode::raw, DisplayMode::stretched}) {
      // The engine's range of such a picture is not a number either.
      const auto shown = show(picture, {.mode = mode, .low = nan_value, .high = nan_value, .filter = filter});
      for (int y = 0; y < 5; ++y) {
        for (int x = 0; x < 6; ++x) {
          const bool broken = (x == 3 && y == 2) || (x == 0 && y == 4) || (x == 5 && y == 0);
          EXPECT_EQ(colour_at(shown, x, y), broken ? magenta : (Colour{102, 102, 102})) << x << ", " << y;
        }
      }
    }
  }
  // Enlarged and shrunk it still shows.
  EXPECT_EQ(colour_at(show(picture, {}, 60, 50), 35, 25), magenta);
  EXPECT_EQ(colour_at(show(picture, {}, 2, 1), 1, 0), magenta);
}

TEST_F(DisplayPassTest, AnEmptyPictureGivesTheBackground) {
  const PictureTexture nothing(cpu_path_);
  EXPECT_TRUE(pass_->read_back().pixels.empty());
  pass_->draw(nothing, {.background = {1.0F, 0.2F, 0.0F}}, 5, 4);
  EXPECT_EQ(colour_at(pass_->read_back(), 4, 3), (Colour{255, 51, 0}));
}

TEST_F(DisplayPassTest, OutputChangesSizeAndRefusesNone) {
  const auto picture = uneven_picture(8, 8);
  show(picture, {}, 8, 8);
  const auto larger = show(picture, {.filter = Filter::nearest}, 24, 16);
  EXPECT_EQ(colour_at(larger, 23, 15), colour_at(image::to_rgb8(picture), 7, 7));
  EXPECT_EQ(pass_->width(), 24);
  pass_->draw(*texture_, {}, 0, 16);  // a panel folded away
  EXPECT_EQ(pass_->width(), 24);
  EXPECT_NE(pass_->texture(), 0U);
}

TEST_F(DisplayPassTest, LeavesTheStateOfOthersAlone) {
  ASSERT_TRUE(texture_->upload(uneven_picture(8, 8)));
  GLuint framebuffer = 0;
  GLuint vertex_array = 0;
  glGenFramebuffers(1, &framebuffer);
  glGenVertexArrays(1, &vertex_array);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
  glBindVertexArray(vertex_array);
  glViewport(3, 4, 5, 6);
  glScissor(0, 0, 1, 1);
  glActiveTexture(GL_TEXTURE2);
  glClearColor(0.5F, 0.25F, 0.0F, 1.0F);
  const std::array<GLenum, 5> switches = {GL_BLEND, GL_SCISSOR_TEST, GL_DEPTH_TEST, GL_STENCIL_TEST,
                                          GL_CULL_FACE};
  for (const GLenum one : switches) glEnable(one);
  glCullFace(GL_FRONT_AND_BACK);
  glColorMask(GL_FALSE, GL_TRUE, GL_FALSE, GL_TRUE);

  pass_->draw(*texture_, {}, 8, 8);
  EXPECT_EQ(pass_->read_back().pixels, image::to_rgb8(uneven_picture(8, 8)).pixels);  // none of it interfered

  GLint value = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &value);
  EXPECT_EQ(static_cast<GLuint>(value), framebuffer);
  glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &value);
  EXPECT_EQ(static_cast<GLuint>(value), framebuffer);
  glGetIntegerv(GL_VERTEX_ARRAY_BINDING, &value);
  EXPECT_EQ(static_cast<GLuint>(value), vertex_array);
  glGetIntegerv(GL_ACTIVE_TEXTURE, &value);
  EXPECT_EQ(value, GL_TEXTURE2);
  glGetIntegerv(GL_CURRENT_PROGRAM, &value);
  EXPECT_EQ(value, 0);
  std::array<GLint, 4> viewport{};
  glGetIntegerv(GL_VIEWPORT, viewport.data());
  EXPECT_EQ(viewport, (std::array<GLint, 4>{3, 4, 5, 6}));
  std::array<GLboolean, 4> mask{};
  glGetBooleanv(GL_COLOR_WRITEMASK, mask.data());
  EXPECT_EQ(mask, (std::array<GLboolean, 4>{GL_FALSE, GL_TRUE, GL_FALSE, GL_TRUE}));
  for (const GLenum one : switches) EXPECT_EQ(glIsEnabled(one), GL_TRUE) << one;
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glDeleteFramebuffers(1, &framebuffer);
  glDeleteVertexArrays(1, &vertex_array);
}

}  // namespace
}  // namespace birddream::gl
