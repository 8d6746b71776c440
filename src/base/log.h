#pragma once

#include <string_view>

namespace birddream::log {

/// One line on stderr, "birddream: ..." (and "warning: " / "error: "), written in one piece from any thread.
void info(std::string_view message);
void warn(std::string_view message);
void error(std::string_view message);

}  // namespace birddream::log
