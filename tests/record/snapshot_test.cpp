#include "record/snapshot.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "image/png.h"
#include "record/test_pictures.h"
#include "record/version.h"

namespace birddream::record {
namespace {

using ::testing::HasSubstr;
using SnapshotTest = RecordTest;

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(SnapshotTest, PictureAndRecipeComeBackAndBytesAreEqual) {
  Provenance made;
  made.params.targets[0].species = "hen";
  made.step = 12;
  made.device = "cpu";
  const image::Rgb8 picture = quarters(40, 30, 2);
  for (const char* name : {"a.png", "b.png"}) ASSERT_TRUE(write_snapshot(folder_ / name, picture, made).ok());
  EXPECT_EQ(bytes_of(folder_ / "a.png"), bytes_of(folder_ / "b.png"));
  const auto read = read_provenance(folder_ / "a.png");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->params, made.params);
  EXPECT_EQ(read->step, 12);
  EXPECT_EQ(image::read_png(folder_ / "a.png")->picture.pixels, picture.pixels);
}

TEST_F(SnapshotTest, ForeignAndBrokenPicturesAreNamed) {
  ASSERT_TRUE(image::write_png(folder_ / "plain.png", quarters(16, 16, 0)).ok());
  EXPECT_THAT(read_provenance(folder_ / "plain.png").error().message,
              HasSubstr("plain.png: holds no birddream recipe"));
  ASSERT_TRUE(image::write_png(folder_ / "odd.png", quarters(16, 16, 0), {{"birddream", "{}"}}).ok());
  EXPECT_THAT(read_provenance(folder_ / "odd.png").error().message, HasSubstr("odd.png: "));
  std::ofstream(folder_ / "text.png") << "not a picture";
  EXPECT_THAT(read_provenance(folder_ / "text.png").error().message, HasSubstr("text.png"));
  EXPECT_FALSE(read_provenance(folder_ / "missing.png").ok());
}

TEST_F(SnapshotTest, TellsWhetherThereIsARecipeOfUseOrNot) {
  ASSERT_TRUE(image::write_png(folder_ / "plain.png", quarters(16, 16, 0)).ok());
  EXPECT_FALSE(carries_recipe(folder_ / "plain.png"));
  ASSERT_TRUE(image::write_png(folder_ / "odd.png", quarters(16, 16, 0), {{"birddream", "{}"}}).ok());
  EXPECT_TRUE(carries_recipe(folder_ / "odd.png"));
  std::string bytes = bytes_of(folder_ / "odd.png");
  bytes[bytes.find("birddream") + 10] ^= 1;  // behind the name: its checksum is wrong now
  std::ofstream(folder_ / "damaged.png", std::ios::binary) << bytes;
  EXPECT_TRUE(carries_recipe(folder_ / "damaged.png")) << "it may be there";
  std::ofstream(folder_ / "photo.jpg") << "not a PNG";
  EXPECT_FALSE(carries_recipe(folder_ / "photo.jpg"));
  EXPECT_FALSE(carries_recipe(folder_ / "missing.png"));
  ASSERT_EQ(mkfifo((folder_ / "pipe.png").c_str(), 0600), 0);
  EXPECT_FALSE(carries_recipe(folder_ / "pipe.png")) << "which nobody writes";
}

TEST_F(SnapshotTest, AnUnwritableFolderIsNamed) {
  const Status written = write_snapshot(folder_ / "missing" / "x.png", quarters(16, 16, 0), {});
  ASSERT_FALSE(written.ok());
  EXPECT_THAT(written.error().message, HasSubstr("missing"));
}

TEST(Version, IsTheProjects) {
  std::ifstream in(BIRDDREAM_SOURCE_DIR "/CMakeLists.txt");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_THAT(text, HasSubstr("project(birddream VERSION " + std::string(program_version) + " "));
}

}  // namespace
}  // namespace birddream::record
