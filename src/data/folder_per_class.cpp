#include <algorithm>
#include <map>
#include <system_error>

#include "data/csv.h"
#include "data/layouts.h"
#include "data/picture_files.h"

namespace birddream::data {
namespace {

namespace fs = std::filesystem;

bool has_pictures(const fs::path& folder) {
  const auto content = list_folder(folder);
  return content && !content->pictures.empty();
}

/// Where the class folders stand: here, or in one of the usual folders below.
fs::path class_root(const fs::path& folder, const FolderContent& content) {
  if (std::ranges::count_if(content.folders, has_pictures) >= 2) return folder;
  std::error_code ignored;
  for (const char* usual : {"photos", "train", "images"}) {
    if (fs::is_directory(folder / usual, ignored)) return folder / usual;
  }
  return folder;
}

using Names = std::map<std::string, checkpoint::ClassInfo>;  // by folder

Result<Names> read_names(const fs::path& root) {
  Names names;
  for (const fs::path& folder : {root, root.parent_path()}) {
    std::error_code ignored;
    const fs::path file = folder / "species.csv";
    if (!fs::exists(file, ignored)) continue;
    const auto table = read_csv(file);
    if (!table) return table.error();
    const int key = table->column({"folder"});
    const int name = table->column({"common_name", "name"});
    const int scientific = table->column({"scientific_name"});
    if (key < 0 || name < 0)
      return Error{file.string() + ": it needs the columns 'folder' and 'common_name'."};
    for (const auto& row : table->rows) {
      names[row[static_cast<std::size_t>(key)]] = {
          .name = row[static_cast<std::size_t>(name)],
          .scientific = scientific < 0 ? "" : row[static_cast<std::size_t>(scientific)],
          .bird = true};
    }
    return names;
  }
  return names;
}

// "blue_jay" -> "blue jay"
std::string plain_name(std::string folder) {
  std::ranges::replace(folder, '_', ' ');
  return folder;
}

}  // namespace

Result<PhotoSet> read_folder_per_class(const fs::path& folder) {
  const auto outer = list_folder(folder);
  if (!outer) return outer.error();
  PhotoSet set;
  set.layout = "a folder per class";
  set.root = class_root(folder, *outer);
  const auto names = read_names(set.root);
  if (!names) return names.error();
  const auto content = list_folder(set.root);
  if (!content) return content.error();
  int others = content->others;
  std::string empty;
  for (const fs::path& path : content->folders) {
    const auto photos = list_folder(path);
    if (!photos) return photos.error();
    others += photos->others;
    const std::string key = path.filename().string();
    if (photos->pictures.empty()) {
      empty += (empty.empty() ? "" : ", ") + key;
      continue;
    }
    const auto known = names->find(key);
    set.classes.push_back(
        known != names->end()
            ? known->second
            : checkpoint::ClassInfo{.name = plain_name(key), .scientific = "", .bird = true});
    for (const fs::path& file : photos->pictures)
      set.photos.push_back({file, static_cast<int>(set.classes.size()) - 1});
  }
  if (!empty.empty()) set.notes.push_back("No pictures in these folders, which are left out: " + empty + ".");
  if (!content->pictures.empty()) {
    set.notes.push_back(std::to_string(content->pictures.size()) +
                        " pictures stand outside the class folders and are left out.");
  }
  if (others > 0)
    set.notes.push_back(std::to_string(others) + " files are neither JPEG nor PNG by their names.");
  return set;
}

}  // namespace birddream::data
