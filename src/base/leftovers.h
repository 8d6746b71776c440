#pragma once

#include <filesystem>
#include <string_view>

namespace birddream {

/// Removes the temporary files of that extension (".json") in a folder that a PendingFile made in a process
/// that was killed before it could: one that is gone, as far as this machine knows. What cannot be looked at
/// or removed stays.
void remove_leftovers(const std::filesystem::path& folder, std::string_view extension);

}  // namespace birddream
