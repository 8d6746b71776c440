#pragma once

#include <string>
#include <string_view>

namespace birddream::gl {

/// A driver's shader log as one line for a person: each message begins with `file`:LINE where the driver gave
/// a line (drivers know sources only by number), messages are joined by "; ", past the fourth they are only
/// counted. Knows the shapes of Mesa "0:12(3): error", NVIDIA "0(12) : error" and AMD "ERROR: 0:12: ".
std::string readable_shader_log(std::string_view file, std::string_view log);

}  // namespace birddream::gl
