#pragma once

#include <CLI/CLI.hpp>

#include <filesystem>

namespace birddream::app {

/// --model FILE.pt, which takes the place of the command's --series and --checkpoint. To be added after them.
CLI::Option* add_model_option(CLI::App& command, std::filesystem::path& model);

}  // namespace birddream::app
