#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace birddream::app {

/// A checkpoint of a run as the command line names it, and what is said about it behind that.
struct CheckpointArgument {
  std::filesystem::path file;  ///< RUN/FILE
  std::string rest;            ///< from one of the signs on: "@5=TITLE"; "": nothing is said
};

/// Splits "RUN/FILE@5=TITLE". Folders, files and titles may hold the `signs` ("@=#") too: FILE ends at the
/// last of them that a file stands before; where there is no file at all, at the first behind the last '/'.
CheckpointArgument split_argument(const std::string& text, std::string_view signs);

}  // namespace birddream::app
