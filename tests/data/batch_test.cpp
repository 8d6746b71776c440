#include "data/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "data/photo_folder.h"

namespace birddream::data {
namespace {

constexpr int side = 16;

class Batches : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 4; ++i) {
      folder_.photo("jay/" + std::to_string(i) + ".png", 40 + i);
      folder_.photo("wren/" + std::to_string(i) + ".png", 200 + i);
    }
    find();
  }
  void find() {
    set_ = find_photos(folder_.path()).value();
    all_.resize(set_.photos.size());
    std::iota(all_.begin(), all_.end(), 0);
  }
  Batch training(std::int64_t number, int threads,
                 TrainingView view = {.side = side, .batch = 6, .augmentation = {}}) {
    PhotoReader reader(set_);
    const PhotoDraw draw(set_, all_, 1, 3);
    const auto batches = training_batches(reader, set_, draw, view, 0, 8, threads);
    Batch batch;
    for (std::int64_t i = 0; i <= number; ++i) batch = batches->next();
    return batch;
  }

  PhotoFolder folder_;
  PhotoSet set_;
  std::vector<int> all_;
};

TEST_F(Batches, LabelsBelongToThePictures) {
  const Batch batch = training(2, 2, {.side = side, .batch = 6, .augmentation = Augmentation::none()});
  ASSERT_EQ(batch.species.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) {
    const float red = batch.pixels[i * 3 * side * side + side * side - 1];  // bottom right
    EXPECT_EQ(batch.species[i], red > 0.5F ? 1 : 0);
  }
}

TEST_F(Batches, DependOnTheirNumberNotOnThreads) {
  const Batch one = training(5, 1), three = training(5, 3);
  EXPECT_EQ(one.species, three.species);
  EXPECT_EQ(one.pixels, three.pixels);
  EXPECT_NE(one.pixels, training(4, 1).pixels);
}

TEST_F(Batches, ProcessesShareOneStepOut) {
  const TrainingView whole{.side = side, .batch = 6, .augmentation = {}};
  const Batch together = training(1, 1, whole);
  std::vector<float> parts;
  for (int rank = 0; rank < 2; ++rank) {
    TrainingView part = whole;
    part.batch = 3;
    part.rank = rank;
    part.ranks = 2;
    const Batch batch = training(1, 1, part);
    parts.insert(parts.end(), batch.pixels.begin(), batch.pixels.end());
  }
  EXPECT_EQ(parts, together.pixels);
}

TEST_F(Batches, BrokenPhotosAreLeftOutAndCounted) {
  folder_.text("jay/0.png", "not a picture");
  folder_.text("jay/4.jpg", "");
  find();
  PhotoReader reader(set_);
  const PhotoDraw draw(set_, all_, 1, 3);
  testing::internal::CaptureStderr();
  {
    const auto batches =
        training_batches(reader, set_, draw, {.side = side, .batch = 6, .augmentation = {}}, 0, 8, 2);
    for (int i = 0; i < 8; ++i) EXPECT_EQ(batches->next().species.size(), 6U);
  }
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_EQ(reader.skipped(), 2);
  EXPECT_THAT(said, testing::HasSubstr("2 so far"));
  EXPECT_THAT(said, testing::HasSubstr("4.jpg"));
}

TEST_F(Batches, AnimatedHugeAndMisnamedPicturesAreNoCrash) {
  using namespace std::string_literals;
  folder_.text("jay/0.png", "GIF89a\020\0\020\0\0\0\0;"s);
  folder_.text("jay/1.png",
               "\211\120\116\107\015\012\032\012\000\000\000\015\111\110\104\122\000\003\015\100"
               "\000\003\015\100\010\002\000\000\000\166\131\037\135"s);  // a header of 200000 x 200000
  std::filesystem::rename(folder_ / "wren/0.png", folder_ / "wren/0.jpg");
  find();
  PhotoReader reader(set_);
  testing::internal::CaptureStderr();
  const auto batches = measuring_batches(reader, set_, all_, side, 8, 1);
  EXPECT_EQ(batches->next().species.size(), 6U) << "what is only misnamed is read";
  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_EQ(reader.skipped(), 2);
  EXPECT_THAT(said, testing::HasSubstr("GIF"));
}

TEST_F(Batches, NothingReadableIsAnEmptyBatch) {
  for (const Photo& photo : set_.photos) ASSERT_TRUE(write_file_atomically(photo.file, "no").ok());
  testing::internal::CaptureStderr();
  EXPECT_TRUE(training(0, 1).species.empty());
  testing::internal::GetCapturedStderr();
}

TEST_F(Batches, LargePhotosKeepTwiceWhatIsWanted) {
  folder_.photo("jay/0.png", 200, 1800, 1200);
  find();
  PhotoReader reader(set_);
  for (const auto& [wanted, kept] : {std::pair(128, 512), {256, 512}, {400, 800}, {1024, 1200}}) {
    const auto photo = reader.read(0, wanted);
    ASSERT_TRUE(photo);
    EXPECT_EQ(photo->height, kept) << wanted;
    EXPECT_EQ(photo->width, kept * 3 / 2) << wanted;
  }
}

TEST_F(Batches, MeasuringShowsEachPhotoOnceInOrder) {
  folder_.text("wren/1.png", "no");
  find();
  PhotoReader reader(set_);
  testing::internal::CaptureStderr();
  const auto batches = measuring_batches(reader, set_, all_, side, 3, 2);
  std::vector<std::int64_t> seen;
  for (int i = 0; i < 3; ++i) {
    const Batch batch = batches->next();
    EXPECT_EQ(batch.pixels.size(), batch.species.size() * 3 * side * side);
    seen.insert(seen.end(), batch.species.begin(), batch.species.end());
  }
  testing::internal::GetCapturedStderr();
  EXPECT_THAT(seen, testing::ElementsAre(0, 0, 0, 0, 1, 1, 1));
}

}  // namespace
}  // namespace birddream::data
