#include "record/part_file.h"

#include <gmock/gmock.h>

#include <fstream>

#include "record/test_pictures.h"
#include "record/video_reader.h"
#include "record/video_writer.h"

namespace birddream::record {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using PartFile = RecordTest;

/// A video of 200 pictures under way.
std::unique_ptr<VideoWriter> half_a_video(const fs::path& file) {
  auto writer = VideoWriter::open(file, {64, 64, 10, Effort::live, {}});
  EXPECT_TRUE(writer.ok());
  for (int i = 0; i < 200; ++i) EXPECT_TRUE((*writer)->add(quarters(64, 64, i)).ok());
  return std::move(writer).value();
}

TEST_F(PartFile, OneWhoseWriterIsGoneGetsANameOfItsOwn) {
  const auto writer = half_a_video(folder_ / "x.mp4");
  fs::copy_file(folder_ / "x.birddream.part.mp4", folder_ / "heron.birddream.part.mp4");
  std::ofstream(folder_ / "heron-cut-short.mp4") << "an older one";
  EXPECT_THAT(rescue_parts(folder_), ElementsAre(folder_ / "heron-cut-short-2.mp4"));
  EXPECT_GE(decode(folder_ / "heron-cut-short-2.mp4").pictures.size(), 100U);
  EXPECT_FALSE(fs::exists(folder_ / "heron.birddream.part.mp4"));
}

TEST_F(PartFile, ThoseOfOtherProgramsStay) {
  const auto writer = half_a_video(folder_ / "x.mp4");
  fs::copy_file(part_name(folder_ / "x.mp4"), folder_ / "film.part.mp4");  // as browsers name them
  EXPECT_TRUE(rescue_parts(folder_).empty());
  EXPECT_TRUE(fs::exists(folder_ / "film.part.mp4"));
}

TEST_F(PartFile, OneIsHeldFromItsBeginning) {
  const fs::path part = part_name(folder_ / "x.mp4");
  const auto lock = PartLock::create(part, folder_ / "x.mp4");
  ASSERT_TRUE(lock.ok()) << lock.error().message;
  EXPECT_TRUE(rescue_parts(folder_).empty());
  EXPECT_TRUE(fs::exists(part)) << "empty as it is";
}

TEST_F(PartFile, OneThatIsBeingWrittenStays) {
  auto writer = half_a_video(folder_ / "x.mp4");
  EXPECT_TRUE(rescue_parts(folder_).empty());
  EXPECT_TRUE(fs::exists(folder_ / "x.birddream.part.mp4"));
  ASSERT_TRUE(writer->finish().ok());
  EXPECT_EQ(decode(folder_ / "x.mp4").pictures.size(), 200U);
}

TEST_F(PartFile, WhatIsEmptyGoesAndWhatDoesNotPlayStays) {
  std::ofstream(folder_ / "empty.birddream.part.mp4");
  std::ofstream(folder_ / "noise.birddream.part.webm") << "no video at all";
  std::ofstream(folder_ / "notes.birddream.part.txt") << "somebody's";
  std::ofstream(folder_ / "part.mp4") << "somebody's";
  EXPECT_TRUE(rescue_parts(folder_).empty());
  EXPECT_FALSE(fs::exists(folder_ / "empty.birddream.part.mp4"));
  EXPECT_TRUE(fs::exists(folder_ / "noise.birddream.part.webm"));
  EXPECT_TRUE(fs::exists(folder_ / "notes.birddream.part.txt"));
  EXPECT_TRUE(fs::exists(folder_ / "part.mp4"));
  EXPECT_TRUE(rescue_parts(folder_ / "missing").empty());
}

}  // namespace
}  // namespace birddream::record
