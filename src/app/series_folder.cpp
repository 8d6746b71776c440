#include "app/series_folder.h"

#include <algorithm>

#include "train/run_state.h"

namespace birddream::app {

namespace fs = std::filesystem;

Result<FolderLock> take_series_folder(const fs::path& folder, const IsOwn& is_own) {
  auto lock = FolderLock::take(folder);
  if (!lock) return lock;
  std::error_code ignored;
  if (fs::exists(train::state_file(folder), ignored))
    return Error{folder.string() + ": there is a training, which would be overwritten. Name another folder."};
  if (!fs::exists(folder / checkpoint::series_file, ignored)) return lock;
  const auto before = checkpoint::load_series(folder);
  if (!before) return before.error();
  if (std::ranges::all_of(before->checkpoints, is_own)) return lock;
  return Error{folder.string() + ": there is another series, '" + before->name +
               "', which would be overwritten. Name another folder."};
}

}  // namespace birddream::app
