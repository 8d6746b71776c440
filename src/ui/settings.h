#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "recipe/params.h"

namespace birddream::ui {

/// What is remembered between two starts. Plain; JSON with a version, missing keys keep the defaults below.
struct Settings {
  bool dark = true;
  float scale = 0;  ///< display scale, 1..3; 0: as the screen says
  int window_width = 1600;
  int window_height = 1000;
  bool maximised = false;
  std::string preset = "birds";
  recipe::DreamParams params;  ///< with the last species
  bool smooth = true;
  int display_mode = 0;               ///< gl::DisplayMode
  std::filesystem::path save_folder;  ///< snapshots and recordings; empty: the user's pictures folder
};

/// Reads `file`. A missing file gives defaults; a damaged one gives defaults too, is kept as FILE.bad, and
/// `notice` says so.
Settings load_settings(const std::filesystem::path& file, std::string& notice);
/// Atomically; makes the folder.
Status save_settings(const std::filesystem::path& file, const Settings& settings);

}  // namespace birddream::ui
