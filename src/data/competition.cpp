#include <algorithm>
#include <map>
#include <optional>
#include <system_error>

#include "base/atomic_file.h"
#include "base/number_from.h"
#include "base/text.h"
#include "data/csv.h"
#include "data/layouts.h"
#include "data/picture_files.h"

namespace birddream::data {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;

constexpr std::size_t largest_list = 1 << 20;

Result<std::vector<checkpoint::ClassInfo>> read_names(const fs::path& file) {
  const auto text = read_file(file, largest_list);
  if (!text) return text.error();
  std::vector<checkpoint::ClassInfo> classes;
  std::string_view rest = *text;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);  // a byte order mark
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!line.empty() && std::string_view("\r\t ").find(line.back()) != std::string_view::npos)
      line.remove_suffix(1);
    // An empty line would shift every class behind it.
    if (line.empty() && !rest.empty()) {
      return Error{file.string() + ", line " + std::to_string(classes.size() + 1) +
                   ": empty; a class name a line."};
    }
    if (!line.empty()) classes.push_back({.name = std::string(line), .scientific = "", .bird = true});
  }
  return classes;
}

std::string out_of_range(const std::string& what, const PhotoSet& set) {
  return what + ", but names.txt has " + std::to_string(set.classes.size()) + " names (numbers from 0).";
}

Status add_numbered_folders(const std::vector<fs::path>& folders, PhotoSet& set) {
  for (const fs::path& folder : folders) {
    const int number = number_from<int>(folder.filename().string()).value_or(-1);
    if (number < 0 || number >= static_cast<int>(set.classes.size()))
      return Error{out_of_range("The folder "s + folder.string() + " should be a class number", set)};
    const auto content = list_folder(folder);
    if (!content) return content.error();
    for (const fs::path& file : content->pictures) set.photos.push_back({file, number});
  }
  return {};
}

/// Which class each photo of a table shows: by the path it gives, and by the last part of that alone.
struct Labels {
  static constexpr int unclear = -1;  ///< rows that do not agree
  std::map<std::string, int> by_path, by_name;

  void add(const std::string& said, int number) {
    const fs::path path = fs::path(said).lexically_normal();
    note(by_path, path.generic_string(), number);
    note(by_name, path.filename().string(), number);
  }
  /// Of the first of these names that the table knows; by paths before names.
  std::optional<int> find(const fs::path& below_root, const fs::path& below_photos) const {
    for (const fs::path& path : {below_root, below_photos}) {
      if (const auto found = by_path.find(path.generic_string()); found != by_path.end())
        return found->second;
    }
    for (const fs::path& name : {below_root.filename(), below_root.stem()}) {
      if (const auto found = by_name.find(name.string()); found != by_name.end()) return found->second;
    }
    return std::nullopt;
  }

 private:
  static void note(std::map<std::string, int>& names, const std::string& name, int number) {
    const auto [known, fresh] = names.emplace(name, number);
    if (!fresh && known->second != number) known->second = unclear;
  }
};

Status add_labelled(const std::vector<fs::path>& pictures, const fs::path& labels, PhotoSet& set) {
  const auto table = read_csv(labels);
  if (!table) return table.error();
  const int file = table->column({"path", "file", "filename", "image", "name", "id"});
  const int label = table->column({"class", "label", "category", "species"});
  if (file < 0 || label < 0) return Error{labels.string() + ": it needs the columns 'path' and 'class'."};
  std::map<std::string, int> by_name;
  for (std::size_t i = 0; i < set.classes.size(); ++i)
    by_name[normalise_name(set.classes[i].name)] = static_cast<int>(i);
  Labels known;
  for (const auto& row : table->rows) {
    const std::string& said = row[static_cast<std::size_t>(label)];
    const auto named = by_name.find(normalise_name(said));
    const int number = named != by_name.end() ? named->second : number_from<int>(said).value_or(-1);
    if (number < 0 || number >= static_cast<int>(set.classes.size()))
      return Error{out_of_range(labels.string() + " speaks of class '" + said + "'", set)};
    known.add(row[static_cast<std::size_t>(file)], number);
  }
  int unlabelled = 0;
  for (const fs::path& picture : pictures) {
    const auto found =
        known.find(picture.lexically_relative(set.root), picture.lexically_relative(picture.parent_path()));
    if (found == Labels::unclear)
      return Error{labels.string() + ": its rows do not agree on what " + picture.string() + " shows."};
    if (found) {
      set.photos.push_back({picture, *found});
    } else {
      ++unlabelled;
    }
  }
  if (unlabelled > 0)
    set.notes.push_back(std::to_string(unlabelled) + " photos are not in " + labels.string() +
                        " and are left out.");
  return {};
}

}  // namespace

bool is_competition(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "names.txt", ignored);
}

Result<PhotoSet> read_competition(const fs::path& folder) {
  PhotoSet set;
  set.layout = "the CSE455 bird competition";
  set.root = folder;
  auto names = read_names(folder / "names.txt");
  if (!names) return names.error();
  set.classes = std::move(names).value();
  std::error_code ignored;
  fs::path photos = folder;
  for (const char* usual : {"images", "photos", "train"}) {
    if (fs::is_directory(folder / usual, ignored)) photos = folder / usual;
  }
  const auto content = list_folder(photos);
  if (!content) return content.error();
  const bool numbered = std::ranges::any_of(content->folders, [](const fs::path& path) {
    return number_from<int>(path.filename().string()).value_or(-1) >= 0;
  });
  if (numbered) {
    if (const Status added = add_numbered_folders(content->folders, set); !added) return added.error();
    return set;
  }
  const fs::path labels =
      fs::exists(folder / "labels.csv", ignored) ? folder / "labels.csv" : photos / "labels.csv";
  if (!fs::exists(labels, ignored)) {
    return Error{photos.string() +
                 ": there are neither folders named by class numbers nor a labels.csv that says which photo "
                 "shows what."};
  }
  if (const Status added = add_labelled(content->pictures, labels, set); !added) return added.error();
  return set;
}

}  // namespace birddream::data
