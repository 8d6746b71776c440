#include "app/checkpoint_argument.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/fresh_folder.h"

namespace birddream::app {
namespace {

using CheckpointArgumentTest = InFreshFolder;

TEST_F(CheckpointArgumentTest, FoldersAndTitlesMayHoldTheSigns) {
  for (const char* run : {"plain", "lr=0.01", "me@home", "c#4"}) {
    std::filesystem::create_directories(folder_ / run);
    const std::string file = (folder_ / run / "full-8.safetensors").string();
    std::ofstream(file) << "x";
    for (const char* rest : {"", "@5", "=before", "#lane", "@5=first/last#lane"}) {
      const CheckpointArgument split = split_argument(file + rest, "@=#");
      EXPECT_EQ(split.file, file) << rest;
      EXPECT_EQ(split.rest, rest) << file;
    }
  }
}

TEST_F(CheckpointArgumentTest, TheFileItselfToo) {
  const std::string file = (folder_ / "a@2.safetensors").string();
  std::ofstream(file) << "x";
  EXPECT_EQ(split_argument(file + "@3", "@").file, file);
  EXPECT_EQ(split_argument(file + "@3", "@").rest, "@3");
}

TEST_F(CheckpointArgumentTest, WithoutAFileItIsTheFirstBehindTheFolders) {
  const CheckpointArgument split = split_argument("lr=0.01/none.safetensors@5=x", "@=#");
  EXPECT_EQ(split.file, "lr=0.01/none.safetensors");
  EXPECT_EQ(split.rest, "@5=x");
  EXPECT_EQ(split_argument("none@5", "@").file, "none");
  EXPECT_EQ(split_argument("none", "@").rest, "");
  EXPECT_EQ(split_argument("", "@").file, "");
}

}  // namespace
}  // namespace birddream::app
