#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/background.h"
#include "ui/settings.h"

namespace birddream::ui {

/// Keeps what a window remembers, layout and settings, while it is open: a program that is killed loses a few
/// seconds of it, and no file is ever half. ImGui's context must be there throughout. Window thread.
class Keeper {
 public:
  /// Files; empty: not kept. The panels stand as the layout says from the first frame on.
  Keeper(std::filesystem::path layout, std::filesystem::path settings);
  /// Writes the layout as it stands.
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  /// Once a frame: what has changed is written in the background, settings every few seconds at most. What
  /// the disk refuses is said at the end alone.
  void look(double now_seconds, const std::function<Settings()>& settings, Background& background);

 private:
  void write_layout(Background& background);

  std::filesystem::path layout_, settings_;
  std::string written_;  // the settings as they were last looked at
  double looked_ = -1e9;
};

}  // namespace birddream::ui
