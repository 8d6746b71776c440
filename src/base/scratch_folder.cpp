#include "base/scratch_folder.h"

#include <cerrno>
#include <cstdlib>

#include "base/atomic_file.h"

namespace birddream {

Result<ScratchFolder> ScratchFolder::make(const std::filesystem::path& folder) {
  std::error_code problem;
  if (std::filesystem::create_directory(folder, problem)) return ScratchFolder(folder);
  return Error{folder.string() + ": this folder for files on their way cannot be made (" +
               (problem ? problem.message() : "something of that name is there") + ")."};
}

Result<ScratchFolder> ScratchFolder::make_temporary(const std::string& name) {
  std::error_code problem;
  const std::filesystem::path place = std::filesystem::temp_directory_path(problem);
  if (problem) return Error{"There is no folder for temporary files (" + problem.message() + ")."};
  std::string pattern = (place / (name + "-XXXXXX")).string();
  if (::mkdtemp(pattern.data()) == nullptr) return file_error(pattern, "to make this folder", errno);
  return ScratchFolder(pattern);
}

ScratchFolder::~ScratchFolder() {
  remove();
}

void ScratchFolder::remove() const {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

ScratchFolder::ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

}  // namespace birddream
