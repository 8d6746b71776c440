#include "app/series_of_one.h"

#include "net/weights.h"

namespace birddream::app {

namespace fs = std::filesystem;

Result<fs::path> save_series_of_one(checkpoint::Series series, const checkpoint::CheckpointInfo& info,
                                    const net::StateDict& weights, const IsOwn& is_own) {
  const fs::path file = series.folder / info.file;
  const auto held = take_series_folder(series.folder, is_own);
  if (!held) return held.error();
  if (const Status saved = net::save_weights(file, weights, {{"recipe", info.recipe}}); !saved)
    return saved.error();
  series.checkpoints = {info};
  if (const Status saved = checkpoint::save_series(series); !saved) return saved.error();
  return file;
}

}  // namespace birddream::app
