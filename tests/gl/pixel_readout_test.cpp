#include "gl/pixel_readout.h"

#include "gl_fixture.h"

namespace birddream::gl {
namespace {

using PixelReadoutTest = GlTest;

TEST_F(PixelReadoutTest, ViewAndTextureGiveTheTensorsOwnValues) {
  const auto picture = uneven_picture(7, 5);
  PictureTexture texture(cpu_path_);
  ASSERT_TRUE(texture.upload(picture));
  for (const auto& [x, y] : {std::pair{0, 0}, {6, 0}, {0, 4}, {6, 4}, {3, 1}}) {
    const PixelValue expected = {value_at(picture, 0, x, y), value_at(picture, 1, x, y),
                                 value_at(picture, 2, x, y)};
    EXPECT_EQ(pixel_value(picture, x, y), expected) << x << ", " << y;
    EXPECT_EQ(pixel_value(texture, x, y), expected) << x << ", " << y;
  }
}

TEST_F(PixelReadoutTest, NothingOutsideThePicture) {
  const auto picture = uneven_picture(7, 5);
  PictureTexture texture(cpu_path_);
  EXPECT_FALSE(pixel_value(texture, 0, 0));
  ASSERT_TRUE(texture.upload(picture));
  for (const auto& [x, y] : {std::pair{-1, 0}, {0, -1}, {7, 0}, {0, 5}}) {
    EXPECT_FALSE(pixel_value(picture, x, y)) << x << ", " << y;
    EXPECT_FALSE(pixel_value(texture, x, y)) << x << ", " << y;
  }
  EXPECT_FALSE(pixel_value(image::PlanarView{}, 0, 0));
}

TEST_F(PixelReadoutTest, ACudaPictureIsReadFromTheTextureThatShowsIt) {
  const auto picture = uneven_picture(7, 5);
  PictureTexture texture(cpu_path_);
  ASSERT_TRUE(texture.upload(picture));
  // A view whose memory the CPU must not touch: an address that would crash.
  image::PlanarView on_device = picture;
  on_device.data = reinterpret_cast<const float*>(std::uintptr_t{64});
  on_device.memory = image::Memory::cuda;
  EXPECT_FALSE(pixel_value(on_device, 2, 3));
  EXPECT_EQ(pixel_value(on_device, texture, 2, 3), pixel_value(picture, 2, 3));
  EXPECT_EQ(pixel_value(picture, texture, 2, 3), pixel_value(picture, 2, 3));
  on_device.width = 6;  // another picture than the texture's
  EXPECT_FALSE(pixel_value(on_device, texture, 2, 3));
}

TEST_F(PixelReadoutTest, LeavesFramebuffersAsTheyWere) {
  PictureTexture texture(cpu_path_);
  ASSERT_TRUE(texture.upload(uneven_picture(3, 3)));
  GLuint mine = 0;
  glGenFramebuffers(1, &mine);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, mine);
  EXPECT_TRUE(pixel_value(texture, 1, 1));
  GLint bound = 0;
  glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &bound);
  EXPECT_EQ(static_cast<GLuint>(bound), mine);
  glDeleteFramebuffers(1, &mine);
}

}  // namespace
}  // namespace birddream::gl
