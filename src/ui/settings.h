#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "gl/window.h"
#include "recipe/params.h"

namespace birddream::ui {

/// What a recording becomes.
enum class RecordFormat { mp4, webm, gif, pictures };

/// "mp4", "webm", "gif" or "pictures"; nothing for another name.
std::optional<RecordFormat> record_format(std::string_view name);

/// How the window records.
struct RecordOptions {
  RecordFormat format = RecordFormat::mp4;
  int frames_per_second = 30;  ///< 5..60
  int every = 1;               ///< of the dream alone: steps from one frame to the next
  bool window = false;         ///< the whole window in its own time, not the dream alone
};

/// What is remembered between two starts. Plain; JSON with a version, missing keys keep the defaults below.
struct Settings {
  bool dark = true;
  float scale = 0;  ///< display scale, 0.75..4; 0: as the screen says
  int window_width = 1600;
  int window_height = 1000;
  std::optional<gl::WindowPosition> window_position = std::nullopt;  ///< none: the desktop chooses
  bool maximised = false;

  std::string precision = "auto";  ///< one of dream::precision_wishes
  std::string preset = "birds";
  recipe::DreamParams params;  ///< with the last species

  bool smooth = true;
  int display_mode = 0;  ///< gl::DisplayMode
  float wipe = 0.5F;     ///< 0..1
  bool birds_only = true;
  bool hints = true;                              ///< what to try first, until it was read
  std::vector<std::string> favourites = {};       ///< species, by name
  std::vector<std::string> closed_sections = {};  ///< of the recipe panel, by title
  RecordOptions record;
  std::filesystem::path save_folder;  ///< snapshots and recordings; empty: the user's pictures folder
  std::filesystem::path program;      ///< that trains and dreams upon videos; not in the file
  std::string device = "auto";        ///< it is told to compute on ("auto", "cpu", "cuda"); not in the file
  std::filesystem::path gallery_folder;  ///< small dreams of the gallery; not in the file; empty: none
  std::filesystem::path presets_folder;  ///< of the user's own presets; not in the file; empty: none
  std::filesystem::path layouts_folder;  ///< of the user's own layouts; not in the file; empty: none
  std::filesystem::path open_folder;     ///< where a file was last opened; empty: the save folder
};

inline constexpr int settings_version = 1;

/// Reads `file`. A missing file gives defaults; a damaged one gives defaults too, is kept as FILE.bad, and
/// `notice` says so. One of a newer program is read as far as it is understood and kept as FILE.newer. A
/// value of the wrong type or range keeps its default or is clamped.
Settings load_settings(const std::filesystem::path& file, std::string& notice);
/// As the file has them.
std::string to_text(const Settings& settings);
/// Atomically; makes the folder. Any thread.
Status save_settings(const std::filesystem::path& file, const std::string& text);

}  // namespace birddream::ui
