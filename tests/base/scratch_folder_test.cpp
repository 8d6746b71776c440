#include "base/scratch_folder.h"

#include <fstream>
#include <utility>

#include "base/fresh_folder.h"

namespace birddream {
namespace {

namespace fs = std::filesystem;
using ScratchFolderTest = InFreshFolder;

TEST_F(ScratchFolderTest, GoesWithAllThatIsInIt) {
  {
    auto made = ScratchFolder::make(folder_ / "x");
    ASSERT_TRUE(made.ok()) << made.error().message;
    const ScratchFolder moved = std::move(made).value();
    std::ofstream(moved.path() / "file") << "x";
    EXPECT_TRUE(fs::exists(folder_ / "x/file"));
  }
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(ScratchFolderTest, LeavesAloneWhatIsThere) {
  fs::create_directory(folder_ / "x");
  EXPECT_FALSE(ScratchFolder::make(folder_ / "x"));
  EXPECT_FALSE(ScratchFolder::make(folder_ / "none/x"));
  EXPECT_TRUE(fs::exists(folder_ / "x"));
}

}  // namespace
}  // namespace birddream
