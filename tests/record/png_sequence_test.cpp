#include "record/png_sequence.h"

#include "image/png.h"
#include "record/test_pictures.h"

namespace birddream::record {
namespace {

namespace fs = std::filesystem;
using PngSequenceTest = RecordTest;

TEST(SequencePattern, FoldersAndNumbersAreRecognised) {
  EXPECT_EQ(sequence_pattern("out/")->name(7), "out/000007.png");
  EXPECT_EQ(sequence_pattern("out/bird_%04d.png")->name(12), "out/bird_0012.png");
  EXPECT_EQ(sequence_pattern("bird%d.png")->name(12), "bird12.png");
  EXPECT_EQ(sequence_pattern("bird_%02d.png")->name(12345), "bird_12345.png");
  EXPECT_EQ(fallback_pattern("a/x.mp4").name(1), "a/x.frames/000001.png");
}

TEST(SequencePattern, AnythingElseIsNotAPattern) {
  for (const char* name : {"x.png", "x.mp4", "x%s.png", "x%04d%04d.png", "x%", "x%n.png",
                           "x%99999999999d.png", "x%04d.jpg", "100%.png", "x%-4d.png"}) {
    EXPECT_FALSE(sequence_pattern(name).has_value()) << name;
  }
}

TEST_F(PngSequenceTest, PicturesAreExactAndStayWithoutFinish) {
  {
    auto writer = VideoWriter::open(folder_ / "p_%03d.png", {20, 16, 30});
    ASSERT_TRUE(writer.ok()) << writer.error().message;
    for (int i = 0; i < 2; ++i) ASSERT_TRUE((*writer)->add(quarters(20, 16, i)).ok());
  }
  const auto read = image::read_png(folder_ / "p_002.png");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->picture.pixels, quarters(20, 16, 1).pixels);
}

TEST_F(PngSequenceTest, AShorterSequenceReplacesALongerOneOfTheSameName) {
  for (const int count : {5, 2}) {
    auto writer = VideoWriter::open(folder_ / "frames" / "", {16, 16, 30});
    ASSERT_TRUE(writer.ok());
    for (int i = 0; i < count; ++i) ASSERT_TRUE((*writer)->add(quarters(16, 16, i)).ok());
    ASSERT_TRUE((*writer)->finish().ok());
  }
  EXPECT_TRUE(fs::exists(folder_ / "frames/000002.png"));
  EXPECT_FALSE(fs::exists(folder_ / "frames/000003.png"));
  EXPECT_FALSE(fs::exists(folder_ / "frames/000005.png"));
}

TEST_F(PngSequenceTest, AFailureSaysWhatStandsAndIsRepeated) {
  auto writer = VideoWriter::open(folder_ / "frames" / "", {16, 16, 30});
  ASSERT_TRUE(writer.ok());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE((*writer)->add(quarters(16, 16, i)).ok());
  fs::create_directory(folder_ / "frames/000004.png");  // in the way
  const Status failed = (*writer)->add(quarters(16, 16, 3));
  ASSERT_FALSE(failed.ok());
  EXPECT_NE(failed.error().message.find("000004.png"), std::string::npos) << failed.error().message;
  EXPECT_NE(failed.error().message.find("The 3 pictures before it stand in"), std::string::npos);
  fs::remove(folder_ / "frames/000004.png");
  EXPECT_EQ((*writer)->add(quarters(16, 16, 3)).error().message, failed.error().message);
  EXPECT_EQ((*writer)->finish().error().message, failed.error().message);
}

}  // namespace
}  // namespace birddream::record
