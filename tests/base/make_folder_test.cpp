#include "base/make_folder.h"

#include <fstream>

#include "base/fresh_folder.h"

namespace birddream {
namespace {

namespace fs = std::filesystem;
using MakeFolder = InFreshFolder;

TEST_F(MakeFolder, MakesAllThatLeadToIt) {
  EXPECT_TRUE(make_folder(folder_ / "a" / "b"));
  EXPECT_TRUE(fs::is_directory(folder_ / "a" / "b"));
  EXPECT_TRUE(make_folder(folder_ / "a" / "b")) << "it is there";
  fs::create_directory_symlink(folder_ / "a", folder_ / "link");
  EXPECT_TRUE(make_folder(folder_ / "link"));
}

TEST_F(MakeFolder, SaysWhichCannotBeMadeAndWhy) {
  std::ofstream(folder_ / "file") << "x";
  for (const fs::path& folder : {folder_ / "file", folder_ / "file" / "below"}) {
    const Status made = make_folder(folder);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().message,
              folder.string() + ": the folder cannot be made (Not a directory). Choose another.");
  }
  EXPECT_FALSE(make_folder(""));
}

}  // namespace
}  // namespace birddream
