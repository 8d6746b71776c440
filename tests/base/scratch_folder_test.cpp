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

TEST_F(ScratchFolderTest, OfOneNameThereAreManyAmongTheTemporaryFiles) {
  const auto one = ScratchFolder::make_temporary("birddream-test");
  const auto other = ScratchFolder::make_temporary("birddream-test");
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_NE(one->path(), other->path());
  EXPECT_EQ(one->path().parent_path(), fs::temp_directory_path());
  EXPECT_TRUE(one->path().filename().string().starts_with("birddream-test-"));
  one->remove();
  EXPECT_FALSE(fs::exists(one->path()));
  EXPECT_TRUE(fs::is_directory(other->path()));
}

}  // namespace
}  // namespace birddream
