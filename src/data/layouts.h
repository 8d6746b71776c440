#pragma once

#include <filesystem>

#include "base/result.h"
#include "data/photo_set.h"

/// The layouts that find_photos() knows, one file each. What they return is checked and sorted by it.
namespace birddream::data {

/// A `names.txt` beside the photos; see find_photos().
bool is_competition(const std::filesystem::path& folder);
Result<PhotoSet> read_competition(const std::filesystem::path& folder);

Result<PhotoSet> read_folder_per_class(const std::filesystem::path& folder);

}  // namespace birddream::data
