#pragma once

#include "app/outcome.h"
#include "app/view_command.h"

namespace birddream::app {

/// Whether the environment names a display (DISPLAY or WAYLAND_DISPLAY, not empty).
bool display_present();

/// The window; without a display (unless headless) says so and writes the showcase instead.
Outcome view_or_showcase(const ViewOptions& options);

}  // namespace birddream::app
