#include "data/picture_files.h"

#include <algorithm>
#include <system_error>

#include "base/atomic_file.h"
#include "base/text.h"

namespace birddream::data {

namespace fs = std::filesystem;

Result<FolderContent> list_folder(const fs::path& folder) {
  FolderContent content;
  std::error_code problem;
  for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end;
       entry.increment(problem)) {
    const fs::path& path = entry->path();
    std::error_code ignored;
    if (path.filename().string().starts_with('.')) continue;
    if (fs::is_directory(path, ignored)) {
      content.folders.push_back(path);
      continue;
    }
    const std::string ending = to_lower(path.extension().string());
    const bool picture = ending == ".jpg" || ending == ".jpeg" || ending == ".png";
    // Reading a pipe of that name would wait for ever.
    if (picture && fs::is_regular_file(path, ignored)) {
      content.pictures.push_back(path);
    } else {
      ++content.others;
    }
  }
  if (problem) return file_error(folder, "to list", problem.value());
  std::ranges::sort(content.pictures);
  std::ranges::sort(content.folders);
  return content;
}

}  // namespace birddream::data
