#pragma once

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>

namespace birddream::app {

/// --model FILE (own_model.h), which takes the place of the command's --series and --checkpoint. To be added
/// after them.
CLI::Option* add_model_option(CLI::App& command, std::filesystem::path& model);

/// --device of a command without the window.
CLI::Option* add_device_option(CLI::App& command, std::string& device);

/// --precision, whose default is "auto" (plan::precision_from_text()).
CLI::Option* add_precision_option(CLI::App& command, std::string& precision);

}  // namespace birddream::app
