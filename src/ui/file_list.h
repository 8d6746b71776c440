#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace birddream::ui {

/// One row of the open window.
struct FileRow {
  std::filesystem::path path;
  std::string name;
  bool folder = false;
};

/// Folders, then files that can be opened (pictures, sessions), each by name; hidden ones left out. Empty
/// for a folder that cannot be read.
std::vector<FileRow> list_folder(const std::filesystem::path& folder);

/// What a typed path means: "~" is the home folder, anything relative begins in `folder`.
std::filesystem::path typed_path(const std::string& text, const std::filesystem::path& folder);

}  // namespace birddream::ui
