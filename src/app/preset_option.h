#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "recipe/presets.h"

namespace birddream::app {

/// Where the user's own presets are kept; empty where there is neither HOME nor XDG_CONFIG_HOME.
std::filesystem::path presets_dir();

/// What `--preset` names: one that ships (the first for ""), one of the user's own, or a file (.json). Error:
/// none of these, with similar names.
Result<recipe::Preset> named_preset(const std::string& name);

}  // namespace birddream::app
