#pragma once

#include <filesystem>
#include <vector>

#include "base/result.h"

namespace birddream::data {

/// The files of one folder by what their names end in, sorted.
struct FolderContent {
  std::vector<std::filesystem::path> pictures;  ///< regular files: jpg, jpeg, png, in any case
  std::vector<std::filesystem::path> folders;
  int others = 0;  ///< files that are none of these; hidden ones do not count
};

/// Error: missing or unreadable.
Result<FolderContent> list_folder(const std::filesystem::path& folder);

}  // namespace birddream::data
