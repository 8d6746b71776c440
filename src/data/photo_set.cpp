#include "data/photo_set.h"

#include <algorithm>
#include <map>
#include <system_error>

#include "base/text.h"
#include "checkpoint/class_names.h"
#include "data/layouts.h"

namespace birddream::data {
namespace {

namespace fs = std::filesystem;

/// Asked before a training, not when its first checkpoint is written.
Status check_names(const PhotoSet& set) {
  for (std::size_t i = 0; i < set.classes.size(); ++i) {
    const std::string fault = checkpoint::fault_of(set.classes[i]);
    if (fault.empty()) continue;
    const auto photo = std::ranges::find(set.photos, static_cast<int>(i), &Photo::species);
    return Error{
        set.root.string() + ": the name of class " + std::to_string(i) +
        (photo == set.photos.end() ? "" : ", of the photos in " + photo->file.parent_path().string()) + ", " +
        fault + ". Names come from the folders, from species.csv or from names.txt."};
  }
  return {};
}

Status check(PhotoSet& set) {
  if (set.photos.empty()) {
    return Error{set.root.string() +
                 ": no pictures (JPEG or PNG). Wanted: a folder per class, or names.txt beside " +
                 "train/<class number>/."};
  }
  if (set.classes.size() < 2)
    return Error{set.root.string() + ": only one class; a classifier needs two at least."};
  if (Status usable = check_names(set); !usable) return usable;
  std::map<std::string, std::string> seen;
  for (const checkpoint::ClassInfo& one : set.classes) {
    const auto [before, fresh] = seen.emplace(normalise_name(one.name), one.name);
    if (!fresh) {
      return Error{set.root.string() + ": two classes are called '" + one.name + "'" +
                   (before->second == one.name ? "" : " ('" + before->second + "' counts as the same)") +
                   ". Rename or merge them."};
    }
  }
  std::string empty;
  int empties = 0;
  const std::vector<int> counts = photos_by_class(set);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) continue;
    if (++empties <= 5) empty += (empty.empty() ? "" : ", ") + set.classes[i].name;
  }
  if (empties > 0) {
    set.notes.push_back(std::to_string(empties) + (empties == 1 ? " class has" : " classes have") +
                        " no photos and cannot be learnt: " + empty + (empties > 5 ? " ..." : "") + ".");
  }
  return {};
}

}  // namespace

Result<PhotoSet> find_photos(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) return Error{folder.string() + ": there is no such folder."};
  const fs::path inner = is_competition(folder / "birds") ? folder / "birds" : folder;
  auto set = is_competition(inner) ? read_competition(inner) : read_folder_per_class(inner);
  if (!set) return set;
  if (const Status checked = check(*set); !checked) return checked.error();
  std::ranges::sort(set->photos, {}, [](const Photo& photo) { return photo.file.native(); });
  return set;
}

std::vector<int> photos_by_class(const PhotoSet& set) {
  std::vector<int> counts(set.classes.size());
  for (const Photo& photo : set.photos) ++counts[static_cast<std::size_t>(photo.species)];
  return counts;
}

}  // namespace birddream::data
