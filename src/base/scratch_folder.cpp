#include "base/scratch_folder.h"

namespace birddream {

Result<ScratchFolder> ScratchFolder::make(const std::filesystem::path& folder) {
  std::error_code problem;
  if (std::filesystem::create_directory(folder, problem)) return ScratchFolder(folder);
  return Error{folder.string() + ": this folder for files on their way cannot be made (" +
               (problem ? problem.message() : "something of that name is there") + ")."};
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

ScratchFolder::ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

}  // namespace birddream
