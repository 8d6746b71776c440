#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace birddream::app {

struct Finished {
  int code = -1;  ///< exit status; 128 + signal when killed
  std::string out;
  std::string err;
};

/// Runs the program that was built beside this test with `arguments` in `folder`. `environment` is set on top
/// of this process's; the display variables are always empty, so that no window opens.
Finished run_birddream(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                       const std::map<std::string, std::string>& environment = {});

}  // namespace birddream::app
