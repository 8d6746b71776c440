#pragma once

#include <string_view>

namespace birddream::log {

/// One line on stderr, "birddream: ..." (and "warning: " / "error: "), written in one piece from any thread.
void info(std::string_view message);
void warn(std::string_view message);
void error(std::string_view message);

/// For a terminal: how far something is, as a line without an end that the next call draws again in its
/// place, cut where the terminal ends. What is logged meanwhile, by whichever thread, stands above it.
void redraw(std::string_view line);
/// Leaves the line that was drawn: what is written next begins one of its own. Nothing where there is none.
void end_line();

}  // namespace birddream::log
