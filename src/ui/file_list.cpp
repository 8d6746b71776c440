#include "ui/file_list.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"
#include "record/video_source.h"

namespace birddream::ui {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t most_rows = 5000;

bool can_be_opened(const fs::path& file) {
  if (record::is_video_name(file)) return true;
  constexpr std::array<std::string_view, 4> endings = {".png", ".jpg", ".jpeg", ".json"};
  const std::string ending = to_lower(file.extension().string());
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

}  // namespace

std::vector<FileRow> list_folder(const fs::path& folder) {
  std::vector<FileRow> rows;
  std::error_code failed;
  fs::directory_iterator entry(folder, fs::directory_options::skip_permission_denied, failed);
  for (; !failed && entry != fs::directory_iterator() && rows.size() < most_rows; entry.increment(failed)) {
    std::error_code ignored;
    FileRow row{entry->path(), entry->path().filename().string(), entry->is_directory(ignored)};
    if (row.name.empty() || row.name.front() == '.') continue;
    if (row.folder || can_be_opened(row.path)) rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(), [](const FileRow& a, const FileRow& b) {
    if (a.folder != b.folder) return a.folder;
    const std::string left = to_lower(a.name);
    const std::string right = to_lower(b.name);
    return left != right ? left < right : a.name < b.name;
  });
  return rows;
}

fs::path typed_path(const std::string& text, const fs::path& folder) {
  if (!text.empty() && text.front() == '~' && (text.size() == 1 || text[1] == '/')) {
    const char* home = std::getenv("HOME");
    if (home != nullptr)
      return (fs::path(home) / fs::path(text.substr(text.size() > 1 ? 2 : 1))).lexically_normal();
  }
  return (folder / text).lexically_normal();  // an absolute text replaces the folder
}

}  // namespace birddream::ui
