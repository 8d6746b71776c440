#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

/// Arrangements of the panels that the user keeps by name: files NAME.ini in ImGui's own form, as the window
/// remembers the last one. Any thread, where nothing else is said.
namespace birddream::ui {

/// What there is in the folder, in order; none where it is not there.
std::vector<std::string> layout_names(const std::filesystem::path& folder);

/// The arrangement as it stands. Window thread.
std::string layout_text();
/// Keeps it; one of the same name is replaced. `name`: letters, digits, spaces and .-_ of any number up
/// to 60. Error: another name, or what the disk says.
Result<std::filesystem::path> save_layout(const std::filesystem::path& folder, const std::string& name,
                                          const std::string& text);

/// Error: no such file, or not an arrangement of birddream's panels.
Result<std::string> read_layout(const std::filesystem::path& folder, const std::string& name);
/// Puts the panels there from the next frame on. Window thread.
void use_layout(const std::string& text);

/// Error: what the disk says.
Status remove_layout(const std::filesystem::path& folder, const std::string& name);

}  // namespace birddream::ui
