#pragma once

#include <filesystem>
#include <functional>
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
  void appear(Desk& desk);
  /// Shows the folder that `where` names, in the background, or opens the file.
  void look(Desk& desk, std::function<std::filesystem::path()> where);
  void open(Desk& desk, const std::filesystem::path& file);
  void draw_rows(Desk& desk);

  std::filesystem::path folder_;
  std::vector<FileRow> rows_;
  std::string typed_;
  bool opened_ = false;   // something was opened
  bool looking_ = false;  // into a folder
};

}  // namespace birddream::ui
