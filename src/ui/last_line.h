#pragma once

#include <filesystem>
#include <string>

namespace birddream::ui {

/// The last line that says something, of what a program wrote; a line redrawn by carriage returns counts anew
/// each time. "" where there is none.
std::string last_line(const std::filesystem::path& file);

}  // namespace birddream::ui
