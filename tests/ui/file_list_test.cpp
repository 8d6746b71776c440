#include "ui/file_list.h"

#include <gtest/gtest.h>

#include "base/atomic_file.h"
#include "base/fresh_folder.h"

namespace birddream::ui {
namespace {

namespace fs = std::filesystem;

TEST(FileList, HasFoldersFirstThenWhatCanBeOpened) {
  const FreshFolder folder;
  for (const char* name :
       {"b.png", "A.JPG", "c.jpeg", "session.json", "notes.txt", ".hidden.png", "movie.mp4"})
    ASSERT_TRUE(write_file_atomically(folder / name, "x"));
  fs::create_directories(folder / "zoo");
  fs::create_directories(folder / ".git");
  std::vector<std::string> names;
  for (const FileRow& row : list_folder(folder.path())) names.push_back(row.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"zoo", "A.JPG", "b.png", "c.jpeg", "movie.mp4", "session.json"}));
  EXPECT_TRUE(list_folder(folder.path())[0].folder);
}

TEST(FileList, IsEmptyForWhatIsNoFolder) {
  const FreshFolder folder;
  EXPECT_TRUE(list_folder(folder / "missing").empty());
  ASSERT_TRUE(write_file_atomically(folder / "a.png", "x"));
  EXPECT_TRUE(list_folder(folder / "a.png").empty());
}

TEST(FileList, ATypedPathMayBeRelativeAbsoluteOrAtHome) {
  EXPECT_EQ(typed_path("a.png", "/photos"), "/photos/a.png");
  EXPECT_EQ(typed_path("../b.png", "/photos/old"), "/photos/b.png");
  EXPECT_EQ(typed_path("/else/c.png", "/photos"), "/else/c.png");
  const char* home = std::getenv("HOME");
  if (home == nullptr) GTEST_SKIP() << "no HOME here";
  EXPECT_EQ(typed_path("~/d.png", "/photos"), (fs::path(home) / "d.png").lexically_normal());
  EXPECT_EQ(typed_path("~user", "/photos"), "/photos/~user");
}

}  // namespace
}  // namespace birddream::ui
