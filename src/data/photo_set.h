#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "checkpoint/series.h"

namespace birddream::data {

/// A photo on disk and the class it shows.
struct Photo {
  std::filesystem::path file;
  int species = 0;  ///< index into PhotoSet::classes
};

/// Photos to learn from, by class. Plain data; nothing is decoded yet.
struct PhotoSet {
  std::filesystem::path root;
  std::string layout;  ///< what was recognised, for people: "a folder per class"
  std::vector<checkpoint::ClassInfo> classes;
  std::vector<Photo> photos;       ///< sorted by path relative to `root`
  std::vector<std::string> notes;  ///< what is odd and harmless, a sentence each ("3 files are not pictures")
};

/// Finds the photos under `folder`, whose layout is recognised by itself:
///
/// - CSE455 bird competition: `names.txt` (a class name a line) beside `train/<class number>/*.jpg`, or
/// beside photos in one folder (its own, or `train/`, `photos/`, `images/`) and `labels.csv` (file, class)
///   that says which is which. The class is the number, from 0, whatever order a listing has. The folder
///   given may also be the one that holds `birds/`.
/// - A folder per class: `<class name>/*.jpg`, sorted by name; where the folder or its parent has a
///   `species.csv` with the columns folder, common_name and scientific_name, names come from there. The
///   class folders may also stand one level deeper, in `photos/`, `train/` or `images/`.
///
/// Pictures are files ending in jpg, jpeg or png. Error: no such folder, no pictures, fewer than two classes,
/// two classes of one name, a name that a series could not hold (checkpoint::fault_of()), a table that cannot
/// be read, names a class that does not exist, or speaks of one photo twice.
Result<PhotoSet> find_photos(const std::filesystem::path& folder);

/// How many photos each class has.
std::vector<int> photos_by_class(const PhotoSet& set);

}  // namespace birddream::data
