#include "base/make_folder.h"

namespace birddream {

Status make_folder(const std::filesystem::path& folder) {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (!problem) return {};
  return Error{folder.string() + ": the folder cannot be made (" + problem.message() + "). Choose another."};
}

}  // namespace birddream
