#pragma once

#include <filesystem>
#include <functional>

#include "base/folder_lock.h"
#include "checkpoint/series.h"

namespace birddream::app {

/// Whether a checkpoint is what this command writes, so that it may write it again.
using IsOwn = std::function<bool(const checkpoint::CheckpointInfo&)>;

/// The folder that a command is to write a whole series into, held for it; it is made where it is missing.
/// Error: another process writes there; a training's state is there, or a series with another checkpoint than
/// the command's own: they would be lost.
Result<FolderLock> take_series_folder(const std::filesystem::path& folder, const IsOwn& is_own);

}  // namespace birddream::app
