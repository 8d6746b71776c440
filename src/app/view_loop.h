#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/view_command.h"
#include "base/result.h"
#include "engine/engine.h"
#include "gl/window.h"
#include "ui/saver.h"
#include "ui/settings.h"

namespace birddream::app {

/// What a view needs to run, with ImGui's context current.
struct Session {
  engine::Engine& engine;
  ui::Settings settings;
  std::string notice;                  ///< something to tell the user first; may be empty
  std::optional<ui::ToldDream> dream;  ///< of options.session
  std::filesystem::path remembered;    ///< settings file, kept while the window is open; empty: not
  const ViewOptions& options;
  bool waits = false;  ///< for the first checkpoint of options.watch
};

/// The window until it is closed (or options.frames are drawn). What to remember; Error: no window, no
/// shaders.
Result<ui::Settings> run_window(Session& session);

/// The same interface drawn without a screen; options.frames frames as PNGs in options.out.
Result<ui::Settings> run_headless(Session& session);

}  // namespace birddream::app
