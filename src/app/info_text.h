#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "base/result.h"

namespace birddream::app {

/// What a file holds, for a person and for a program.
// NOLINTNEXTLINE(bugprone-exception-escape): a JSON value's move asserts, it does not throw
struct FileInfo {
  std::string text;  ///< lines, each ended
  nlohmann::json json;
};

Result<FileInfo> weights_info(const std::filesystem::path& file);
Result<FileInfo> series_info(const std::filesystem::path& folder);
Result<FileInfo> picture_info(const std::filesystem::path& file);
Result<FileInfo> session_info(const std::filesystem::path& file);
/// Of a TorchScript file, by the description beside it.
Result<FileInfo> model_info(const std::filesystem::path& file);

/// "6.1 MB", "1.2 kB".
std::string size_text(std::uintmax_t bytes);

}  // namespace birddream::app
