#include "gl/picture_texture.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "gl_fixture.h"

namespace birddream::gl {
namespace {

class PictureTextureTest : public GlTest {
 protected:
  static void expect_same(const PictureTexture& texture, const image::PlanarView& picture) {
    ASSERT_EQ(texture.width(), picture.width);
    ASSERT_EQ(texture.height(), picture.height);
    const std::vector<float> values = texture.read();
    ASSERT_EQ(values.size(), picture.floats());
    EXPECT_EQ(std::memcmp(values.data(), picture.data, values.size() * sizeof(float)), 0);
  }
};

TEST_F(PictureTextureTest, HoldsTheTensorBitForBitAtAnySize) {
  PictureTexture texture(cpu_path_);
  EXPECT_TRUE(texture.empty());
  for (const auto& [width, height] : {std::pair{1, 1}, {3, 5}, {128, 128}, {127, 65}, {5, 301}, {301, 5}}) {
    const auto picture = uneven_picture(width, height);
    const Status uploaded = texture.upload(picture);
    ASSERT_TRUE(uploaded) << uploaded.error().message;
    expect_same(texture, picture);
  }
}

TEST_F(PictureTextureTest, ANewPictureOfTheSameSizeKeepsTheTexture) {
  PictureTexture texture(cpu_path_);
  ASSERT_TRUE(texture.upload(uneven_picture(9, 4)));
  const auto id = texture.id();
  std::vector<float> values(3 * 9 * 4, 0.25F);
  values.front() = std::numeric_limits<float>::quiet_NaN();
  values.back() = -std::numeric_limits<float>::infinity();
  const auto picture = image::own(values, 9, 4);
  ASSERT_TRUE(texture.upload(picture));
  EXPECT_EQ(texture.id(), id);
  expect_same(texture, picture);
}

TEST_F(PictureTextureTest, RefusesWhatIsNoPictureAndKeepsTheOldOne) {
  PictureTexture texture(cpu_path_);
  EXPECT_FALSE(texture.upload({}));
  EXPECT_TRUE(texture.empty());
  const auto picture = uneven_picture(6, 7);
  ASSERT_TRUE(texture.upload(picture));

  auto flat = picture;
  flat.height = 0;
  EXPECT_FALSE(texture.upload(flat));
  auto negative = picture;
  negative.width = -6;
  EXPECT_FALSE(texture.upload(negative));
  GLint largest = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
  auto huge = picture;
  huge.width = largest + 1;
  const Status refused = texture.upload(huge);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find(std::to_string(largest)), std::string::npos)
      << refused.error().message;
  expect_same(texture, picture);
}

TEST_F(PictureTextureTest, ACudaPictureWithoutCudaIsAnErrorThatSaysWhy) {
  const UploadPath path{UploadPath::Kind::cpu, "Pictures are uploaded from the CPU: for a test", nullptr};
  PictureTexture texture(path);
  auto picture = uneven_picture(4, 4);
  picture.memory = image::Memory::cuda;
  const Status refused = texture.upload(picture);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("for a test"), std::string::npos);
  EXPECT_NE(refused.error().message.find("--device cpu"), std::string::npos);
}

// Dear ImGui's backend leaves a row length behind, others may leave buffers bound.
TEST_F(PictureTextureTest, PixelStoreStateOfOthersDoesNotMatter) {
  GLuint buffer = 0;
  glGenBuffers(1, &buffer);
  glBindBuffer(GL_PIXEL_UNPACK_BUFFER, buffer);
  glBufferData(GL_PIXEL_UNPACK_BUFFER, 16, nullptr, GL_STATIC_DRAW);
  for (const GLenum name : {GL_UNPACK_ROW_LENGTH, GL_UNPACK_IMAGE_HEIGHT}) glPixelStorei(name, 77);
  for (const GLenum name : {GL_UNPACK_SKIP_PIXELS, GL_UNPACK_SKIP_ROWS, GL_UNPACK_SKIP_IMAGES})
    glPixelStorei(name, 2);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 8);
  glPixelStorei(GL_UNPACK_SWAP_BYTES, GL_TRUE);
  glPixelStorei(GL_PACK_ROW_LENGTH, 99);
  glPixelStorei(GL_PACK_SKIP_ROWS, 3);
  PictureTexture texture(cpu_path_);
  const auto picture = uneven_picture(11, 3);
  ASSERT_TRUE(texture.upload(picture));
  expect_same(texture, picture);
  glDeleteBuffers(1, &buffer);
}

TEST_F(PictureTextureTest, LeavesNoTextureBehind) {
  GLuint id = 0;
  {
    PictureTexture texture(cpu_path_);
    ASSERT_TRUE(texture.upload(uneven_picture(4, 4)));
    const auto first = texture.id();
    ASSERT_TRUE(texture.upload(uneven_picture(8, 4)));
    id = texture.id();
    if (first != id) {
      EXPECT_EQ(glIsTexture(first), GL_FALSE);
    }
    EXPECT_EQ(glIsTexture(id), GL_TRUE);
  }
  EXPECT_EQ(glIsTexture(id), GL_FALSE);
}

}  // namespace
}  // namespace birddream::gl
