#pragma once

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <string_view>

#include "app/camera.h"
#include "app/load.h"

namespace birddream::app {

/// --model FILE (own_model.h), which takes the place of the command's --series and --checkpoint. To be added
/// after them.
CLI::Option* add_model_option(CLI::App& command, std::filesystem::path& model);

/// --series, --checkpoint, --model and --device.
void add_network_options(CLI::App& command, NetworkChoice& network);

/// --every, --fps and --hold.
void add_film_options(CLI::App& command, Film& film);

/// --device of a command without the window.
CLI::Option* add_device_option(CLI::App& command, std::string& device);

/// What train and evaluate call a precision of LibTorch's: "bfloat16", or "bf16" for short.
inline bool is_bfloat16(std::string_view precision) {
  return precision == "bfloat16" || precision == "bf16";
}

/// --precision, whose default is "auto" (plan::precision_from_text()).
CLI::Option* add_precision_option(CLI::App& command, std::string& precision);

}  // namespace birddream::app
