#pragma once

namespace birddream::record {

/// The program's version, as CMakeLists.txt has it (a test compares them).
inline constexpr const char* program_version = "0.1.0";

}  // namespace birddream::record
