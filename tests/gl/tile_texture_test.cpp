#include "gl/tile_texture.h"

#include <glad/gl.h>

#include "gl_fixture.h"

namespace birddream::gl {
namespace {

using TileTextureTest = GlTest;

image::Rgb8 picture_of(int width, int height) {
  image::Rgb8 picture(width, height);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i)
    picture.pixels[i] = static_cast<std::uint8_t>(31 * i);
  return picture;
}

TEST_F(TileTextureTest, HoldsPicturesOfAnySizeOneAfterTheOther) {
  TileTexture tile;
  EXPECT_TRUE(tile.empty());
  for (const auto& [width, height] : {std::pair{5, 3}, {5, 3}, {64, 31}}) {
    const image::Rgb8 picture = picture_of(width, height);
    ASSERT_TRUE(tile.show(picture));
    std::vector<std::uint8_t> back(picture.pixels.size());
    glBindTexture(GL_TEXTURE_2D, tile.id());
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glGetTexImage(GL_TEXTURE_2D, 0, GL_RGB, GL_UNSIGNED_BYTE, back.data());
    EXPECT_EQ(back, picture.pixels);
  }
}

TEST_F(TileTextureTest, AnEmptyPictureIsRefusedAndTheOldOneStays) {
  TileTexture tile;
  ASSERT_TRUE(tile.show(picture_of(4, 4)));
  EXPECT_FALSE(tile.show({}));
  EXPECT_EQ(tile.width(), 4);
  TileTexture other = std::move(tile);
  EXPECT_FALSE(other.empty());
}

}  // namespace
}  // namespace birddream::gl
