#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ui/desk.h"
#include "ui/file_list.h"

namespace birddream::ui {

/// "Open": a folder's pictures and session files, and a line to type a path into.
class OpenWindow {
 public:
  void draw(Desk& desk);

 private:
  void appear(const Desk& desk);
  void go_to(const std::filesystem::path& folder);
  /// Opens a file, or shows a folder.
  void choose(Desk& desk, const std::filesystem::path& path);
  void draw_rows(Desk& desk);

  std::filesystem::path folder_;
  std::vector<FileRow> rows_;
  std::string typed_;
  bool opened_ = false;  // something was opened in this frame
};

}  // namespace birddream::ui
