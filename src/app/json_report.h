#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

#include "base/result.h"

namespace birddream::app {

/// Whether a command that was told --json `file` will be able to write it: to be asked before the work, not
/// found out after it. Nothing is asked where `file` is empty. Error: as write_report().
Status check_report(const std::filesystem::path& file);

/// Writes it, where `file` is not empty; text that is not UTF-8 becomes readable. Error: as
/// write_file_atomically().
Status write_report(const std::filesystem::path& file, const nlohmann::ordered_json& figures);

}  // namespace birddream::app
